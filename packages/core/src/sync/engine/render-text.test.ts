import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSanitiser, textLimits } from '../../activities/index.js'
import { renderText } from './render-text.js'

const rel = 'rel="nofollow noopener noreferrer ugc" target="_blank"'

function linkOn(text: string, part: string, url: string) {
  const start = text.indexOf(part)
  return { start, end: start + part.length, url }
}

describe('renderText', () => {
  it('makes a paragraph with line breaks and links', () => {
    const text = 'Ask @ben,\nor see "a & b" <here>'
    const links = [
      linkOn(text, '@ben', 'https://social.example/ben'),
      linkOn(text, '<here>', 'https://example.com/?a=1&b="2"'),
    ]
    expect(renderText(text, links)).toBe(
      `<p>Ask <a href="https://social.example/ben" ${rel}>@ben</a>,<br />or see "a &amp; b" ` +
        `<a href="https://example.com/?a=1&amp;b=&quot;2&quot;" ${rel}>&lt;here&gt;</a></p>`,
    )
  })

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//example.com',
    '',
    'https://',
    '\u0000https://example.com',
  ])('leaves the words of a link to %j, without the link', (url) => {
    expect(renderText('see this', [linkOn('see this', 'this', url)])).toBe('<p>see this</p>')
  })

  it('leaves out links that do not lie in the text, or on another link', () => {
    const url = 'https://example.com'
    const places: [number, number][] = [
      [-1, 2],
      [0, 99],
      [2, 2],
      [3, 1],
      [Number.NaN, 2],
      [0, Number.NaN],
      [0, Number.POSITIVE_INFINITY],
    ]
    for (const [start, end] of places) expect(renderText('words', [{ start, end, url }])).toBe('<p>words</p>')
    const twice = [
      { start: 0, end: 3, url },
      { start: 2, end: 5, url },
    ]
    expect(renderText('words', twice)).toBe(`<p><a href="${url}" ${rel}>wor</a>ds</p>`)
  })

  it('cleans what acts on its surroundings, and keeps the places of links', () => {
    const text = '\u202ea\u0000\u200b #tag\ud800'
    expect(renderText(text, [linkOn(text, '#tag', 'https://example.com')])).toBe(
      `<p>a <a href="https://example.com" ${rel}>#tag</a>\ufffd</p>`,
    )
    expect(renderText('\u200b', [])).toBeNull()
    expect(renderText('', [])).toBeNull()
  })

  it('cuts no character in two', () => {
    const url = 'https://example.com'
    for (const [start, end] of [
      [0, 2],
      [2, 3],
    ] as const) {
      expect(renderText('a😀b', [{ start, end, url }])).toBe('<p>a😀b</p>')
    }
    expect(renderText('a😀b', [{ start: 1, end: 3, url }])).toBe(`<p>a<a href="${url}" ${rel}>😀</a>b</p>`)
  })

  it('makes no link of which nothing is left', () => {
    expect(renderText('\r', [{ start: 0, end: 1, url: 'https://example.com' }])).toBeNull()
    expect(renderText('a\u200bb', [{ start: 1, end: 2, url: 'https://example.com' }])).toBe('<p>ab</p>')
  })

  it('ends where a text may end, and in a size that can be stored', () => {
    const rendered = renderText('&'.repeat(textLimits.text + 1), []) ?? ''
    expect(rendered).toHaveLength('<p></p>'.length + '&amp;'.length * textLimits.text)
    expect(rendered.length).toBeLessThan(textLimits.html + 10)
  })

  it('is never changed by the sanitiser, and never changes the words', async () => {
    const sanitise = await loadSanitiser()
    const alphabet = fc.constantFrom(
      ...'<>&"\'\n\r ab#/=;:\u202e\u200b\ud83d\ude00\ud800é'.split(''),
      '<script>',
      '&lt;',
      '<a ',
    )
    const text = fc.array(alphabet, { maxLength: 30 }).map((parts) => parts.join(''))
    const place = fc.integer({ min: -1, max: 40 })
    const url = fc.oneof(
      fc.webUrl(),
      text.map((rest) => `https://example.com/${rest}`),
      text.map((rest) => `javascript:${rest}`),
      text,
    )
    const links = fc.array(fc.record({ start: place, end: place, url }), { maxLength: 4 })
    const property = fc.property(text, links, (words, marks) => {
      const html = renderText(words, marks)
      if (html === null) return
      expect(sanitise(html)).toBe(html)
      const without = renderText(words, []) ?? ''
      expect(html.replace(/<a [^>]*>|<\/a>/g, '')).toBe(without)
    })
    fc.assert(property, { numRuns: 3000, examples: [['\r', [{ start: 0, end: 1, url: 'https://example.com/' }]]] })
  })
})
