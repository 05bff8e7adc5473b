import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digest, portableDigest } from './digest.js'

// `binary` builds strings of any code units, lone surrogates included.
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 100 }))

describe('digest', () => {
  it('is SHA-256 in base64url, without padding', () => {
    expect(digest('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
    expect(digest('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU')
    fc.assert(
      fc.property(anyText, (text) => {
        expect(digest(text)).toBe(createHash('sha256').update(text).digest('base64url'))
      }),
    )
  })

  it('is the same without Node, whatever the text holds', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(portableDigest(text)).toBe(digest(text))
      }),
    )
    for (const text of ['\ud800', 'a\udfffb', '\0', '😀', '\u202e', 'x'.repeat(100_000)]) {
      expect(portableDigest(text)).toBe(digest(text))
    }
  })
})
