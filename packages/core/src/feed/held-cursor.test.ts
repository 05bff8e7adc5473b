import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeHeldPlace, encodeHeldPlace, maxHeld } from './held-cursor.js'

describe('a cursor with lines that wait', () => {
  it('reads as it was written', () => {
    const id = fc
      .string({ minLength: 1, maxLength: 30, unit: 'binary' })
      .filter((text) => text.isWellFormed() && !text.includes('\0'))
    fc.assert(
      fc.property(
        fc.record({ after: fc.option(fc.string()), ended: fc.boolean(), held: fc.array(id, { maxLength: maxHeld }) }),
        (place) => {
          expect(decodeHeldPlace(encodeHeldPlace(place))).toEqual(place)
        },
      ),
    )
  })

  it('that nobody here has made is refused', () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const bad: unknown[] = [null, {}, [], [null], [1, true], [null, 'x'], [null, true, 1], [null, true, 'a\0']]
    const cursors = [
      ...bad.map(encode),
      encode([null, true, ...Array.from({ length: maxHeld + 1 }, () => 'a')]),
      '',
      'x',
      '%%',
      '🦊',
    ]
    for (const cursor of [...cursors, encode([null, true, 'x'.repeat(192)])]) {
      expect(() => decodeHeldPlace(cursor), cursor).toThrow(expect.objectContaining({ code: 'invalid_cursor' }))
    }
  })
})
