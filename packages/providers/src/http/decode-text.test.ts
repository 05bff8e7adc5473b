import { describe, expect, it } from 'vitest'
import { decodeText } from './decode-text.js'

const utf8 = (text: string) => new TextEncoder().encode(text)
const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
const utf16 = (text: string, littleEndian: boolean) => {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < text.length; index += 1) view.setUint16(index * 2, text.charCodeAt(index), littleEndian)
  return bytes
}
const xml = (encoding: string, text: string) => `<?xml version="1.0" encoding="${encoding}"?><t>${text}</t>`

describe('decodeText', () => {
  it('is UTF-8 where nothing is said', () => {
    expect(decodeText(utf8('<t>żółć 🎈</t>'), 'text/xml')).toBe('<t>żółć 🎈</t>')
  })

  it('falls back to windows-1252 where that cannot be', () => {
    expect(decodeText(latin1('<t>caf\u00e9 \u0093x\u0094</t>'), null)).toBe('<t>café “x”</t>')
  })

  it('reads the XML declaration', () => {
    expect(decodeText(latin1(xml('ISO-8859-2', '\u00bf')), 'text/xml')).toBe(xml('ISO-8859-2', 'ż'))
    expect(decodeText(latin1(xml('windows-1251', '\u00cf')), 'application/rss+xml')).toBe(xml('windows-1251', 'П'))
  })

  it('believes the answer before the declaration', () => {
    expect(decodeText(latin1(xml('iso-8859-1', '\u00bf')), 'text/xml; charset="ISO-8859-2"')).toBe(
      xml('iso-8859-1', 'ż'),
    )
  })

  it('reads UTF-8 that claims to be something else', () => {
    expect(decodeText(utf8(xml('iso-8859-1', 'żółć')), 'text/xml; charset=ISO-8859-1')).toBe(xml('iso-8859-1', 'żółć'))
  })

  it('keeps seven-bit charsets', () => {
    expect(decodeText(latin1('\u001b$B$"\u001b(B'), 'text/xml; charset=iso-2022-jp')).toBe('あ')
  })

  it.each([true, false])('reads UTF-16 with and without a mark (little endian: %s)', (littleEndian) => {
    const text = xml('UTF-16', 'żółć 🎈')
    expect(decodeText(utf16(text, littleEndian), null)).toBe(text)
    expect(decodeText(utf16(`\ufeff${text}`, littleEndian), 'text/xml; charset=utf-8')).toBe(text)
  })

  it('drops the mark of UTF-8', () => {
    expect(decodeText(utf8('\ufeff<t/>'), 'text/xml; charset=iso-8859-1')).toBe('<t/>')
  })

  it('reads a document that only claims to be UTF-16', () => {
    expect(decodeText(utf8(xml('UTF-16', 'é')), null)).toBe(xml('UTF-16', 'é'))
  })

  it('keeps going at bytes that do not fit, unknown charsets and no bytes at all', () => {
    expect(decodeText(latin1('<t>a\u00ffb</t>'), 'text/xml; charset=utf-8')).toBe('<t>a\ufffdb</t>')
    expect(decodeText(utf8('<t>é</t>'), 'text/xml; charset=klingon')).toBe('<t>é</t>')
    expect(decodeText(new Uint8Array(), null)).toBe('')
  })
})
