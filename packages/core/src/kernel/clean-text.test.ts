import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanOptional, cleanText, cleanUrl, cutText, maxUrlLength } from './clean-text.js'

const controls = ['\0', '\x07', '\x1b', '\x7f', '\x85', '\r', '\u200b', '\u2060', '\ufeff']
const directions = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069']
const surrogates = ['\ud800', '\udbff', '\udc00', '\udfff']
const wanted = [
  'a',
  ' ',
  '\t',
  '\n',
  'é',
  '\u0301',
  'العربية',
  '한',
  '😀',
  '👩‍🚀',
  '\u200d',
  '\u200c',
  '\u200e',
  '\r\n',
]

/** Text of any code units, thick with what is hard. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.constantFrom(...controls, ...directions, ...surrogates, ...wanted), { maxLength: 60 })
    .map((parts) => parts.join('')),
)
const limit = fc.integer({ min: 0, max: 50 })

const forbidden = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/

describe('cleanText', () => {
  it('gives well-formed text without controls, whatever comes in', () => {
    fc.assert(
      fc.property(hostile, limit, (text, most) => {
        const cleaned = cleanText(text, most)
        expect(cleaned.isWellFormed()).toBe(true)
        expect(cleaned).not.toMatch(forbidden)
        expect(cleaned.length).toBeLessThanOrEqual(most)
      }),
      { numRuns: 500 },
    )
  })

  it('has nothing left to do the second time', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const cleaned = cleanText(text, 1000)
        expect(cleanText(cleaned, 1000)).toBe(cleaned)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves plain text alone', () => {
    const plain = fc.array(fc.constantFrom(...wanted.filter((part) => !/\r|^[\u200c-\u200e]$/.test(part))))
    fc.assert(
      fc.property(plain, (parts) => {
        expect(cleanText(parts.join(''), 10_000)).toBe(parts.join(''))
      }),
    )
  })

  it.each([
    ['a line break of two signs', 'one\r\ntwo', 'one\ntwo'],
    ['a direction override', 'file\u202egpj.exe', 'filegpj.exe'],
    ['a hidden join', 'pay\u200bpal', 'paypal'],
    ['half a pair', 'x\ud83dy', 'x\ufffdy'],
    ['a U+0000', 'a\0b', 'ab'],
    ['an escape sequence', '\x1b[31mred', '[31mred'],
    ['a family, which needs its joiners', '👩‍👩‍👧', '👩‍👩‍👧'],
    ['Persian, which needs its non-joiners', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['a heap of joiners, which nobody needs', `a${'\u200d'.repeat(50)}b`, 'ab'],
  ])('cleans %s', (_what, text, cleaned) => {
    expect(cleanText(text, 1000)).toBe(cleaned)
  })
})

describe('cleanOptional', () => {
  it('is null where nothing is left', () => {
    expect(cleanOptional(null, 10)).toBeNull()
    expect(cleanOptional('', 10)).toBeNull()
    expect(cleanOptional('\u200b\u202e\0', 10)).toBeNull()
    expect(cleanOptional(' ', 10)).toBe(' ')
  })
})

describe('cutText', () => {
  it('cuts before a pair rather than through it', () => {
    expect(cutText('a😀b', 1)).toBe('a')
    expect(cutText('a😀b', 2)).toBe('a')
    expect(cutText('a😀b', 3)).toBe('a😀')
    expect(cutText('a😀b', 4)).toBe('a😀b')
    expect(cutText('😀', 0)).toBe('')
  })
})

describe('cleanUrl', () => {
  it.each([
    'https://example.org/a?b=c#d',
    'http://localhost:8080',
    'HTTPS://EXAMPLE.ORG/',
    'https://user@example.org/ü',
    'https://example.org/\u00a0x',
  ])('keeps %s', (url) => {
    expect(cleanUrl(url)).toBe(url)
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' https://example.org',
    '\u0001javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//example.org/x',
    '/relative',
    'mailto:a@example.org',
    'https:/',
    'https://',
    'https:// spaces.example',
    `https://example.org/${'x'.repeat(maxUrlLength)}`,
    '',
  ])('gives null for %j', (url) => {
    expect(cleanUrl(url)).toBeNull()
  })

  it('takes out of an address what would reorder the text around it', () => {
    expect(cleanUrl('https://example.org/\u202egpj.exe')).toBe('https://example.org/gpj.exe')
    expect(cleanUrl('https://example.org/\ud800')).toBe('https://example.org/\ufffd')
  })
})
