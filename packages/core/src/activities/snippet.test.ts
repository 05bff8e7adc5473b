import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { snippetOf } from './snippet.js'

const parts = [
  'a',
  'word',
  ' ',
  '\n',
  '\t',
  '😀',
  '👩‍🚀',
  '🇩🇪',
  'e\u0301',
  'ยิ้ม',
  '한국어',
  ' '.repeat(300),
  'x'.repeat(150),
]
const text = fc.array(fc.constantFrom(...parts), { maxLength: 120 }).map((list) => list.join(''))
const graphemes = (line: string) => [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment)

describe('snippetOf', () => {
  it('is one well-formed line of at most 200 characters and an ellipsis', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const snippet = snippetOf(whole)
        expect(snippet === null).toBe(whole.trim() === '')
        expect(snippet?.length ?? 0).toBeLessThanOrEqual(201)
        expect(snippet?.isWellFormed() ?? true).toBe(true)
        expect(snippet ?? '').not.toMatch(/[\n\t]| {2}|^ | $/)
      }),
      { numRuns: 500 },
    )
  })

  it('is the beginning of the text, in whole graphemes', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const line = graphemes(whole.replace(/\s+/g, ' ').trim())
        const shown = graphemes((snippetOf(whole) ?? '').replace(/…$/, ''))
        expect(shown).toEqual(line.slice(0, shown.length))
        const isCut = (snippetOf(whole) ?? '').endsWith('…')
        expect(isCut).toBe(shown.length < line.length)
      }),
      { numRuns: 500 },
    )
  })

  it('ends after a whole word where one ends near the limit', () => {
    const snippet = snippetOf('lorem ipsum '.repeat(40)) ?? ''
    expect(snippet).toMatch(/(lorem|ipsum)…$/)
    expect(snippet.length).toBeGreaterThan(190)
    expect(snippetOf('x'.repeat(300))).toBe(`${'x'.repeat(200)}…`)
    expect(snippetOf('x'.repeat(200))).toBe('x'.repeat(200))
  })

  it('does not cut a pair that lies where it stops reading', () => {
    expect(snippetOf(`x${' '.repeat(798)}😀`)).toBe('x…')
    expect(snippetOf(`${' '.repeat(799)}😀`)).toBe('😀')
  })

  it('is null for no text', () => {
    expect(snippetOf(null)).toBeNull()
    expect(snippetOf(' \n ')).toBeNull()
  })
})
