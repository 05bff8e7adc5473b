import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareRows, compareStrings, compareValues } from './order.js'

/** By way of code points, as slow as it is plain. */
function plainly(left: string, right: string): number {
  const a = [...left].map((char) => char.codePointAt(0) ?? 0)
  const b = [...right].map((char) => char.codePointAt(0) ?? 0)
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0)
  return a.length - b.length
}

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', '\ufffd', '\ue000', '\ud7ff', '\u{10000}', '\u{1f600}'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  ),
})

describe('compareStrings', () => {
  test('U+FFFD is below U+1F600, which JavaScript does not know', () => {
    expect(['\ufffd', '\u{1f600}'].sort()).toEqual(['\u{1f600}', '\ufffd'])
    expect(compareStrings('\ufffd', '\u{1f600}')).toBeLessThan(0)
    expect(['\u{1f600}', 'a', '\ufffd', '', '\ue000'].sort(compareStrings)).toEqual([
      '',
      'a',
      '\ue000',
      '\ufffd',
      '\u{1f600}',
    ])
  })

  test('is the order of code points', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(Math.sign(compareStrings(left, right))).toBe(Math.sign(plainly(left, right)))
      }),
      { numRuns: 2000 },
    )
  })

  test('is the order of UTF-8 bytes, which is what databases compare', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(Math.sign(compareStrings(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)))
      }),
    )
  })
})

test('null is below every value, false below true', () => {
  const inOrder = [
    [null, false, true],
    [null, Number.MIN_SAFE_INTEGER, -0.5, 0, 10, 9e15],
    [null, '', 'a'],
  ]
  for (const values of inOrder) expect(values.toReversed().sort(compareValues)).toEqual(values)
})

test('rows are ordered term by term', () => {
  const rows = [
    { a: 1, b: null },
    { a: 1, b: 2 },
    { a: null, b: 1 },
  ]
  const sorted = rows.toSorted(
    compareRows([
      { field: 'a', descending: true },
      { field: 'b', descending: false },
    ]),
  )
  expect(sorted).toEqual(rows)
})
