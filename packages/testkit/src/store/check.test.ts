import { SociusError } from '@socius/core/store'
import { describe, expect, test } from 'vitest'
import { CheckError, check, checkFails, checkSame, checkSameSet, isSame, print } from './check.js'

describe('isSame', () => {
  test.each<[unknown, unknown]>([
    [1, 1],
    [Number.NaN, Number.NaN],
    [null, null],
    [[], []],
    [
      { a: 1, b: [null, { c: 'x' }] },
      { b: [null, { c: 'x' }], a: 1 },
    ],
    [Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ])('%j is %j', (left, right) => expect(isSame(left, right)).toBe(true))

  test.each<[unknown, unknown]>([
    [1, '1'],
    [0, -0],
    [1, 1n],
    [true, 1],
    [null, undefined],
    [null, {}],
    [[], {}],
    [[1], [1, 2]],
    [{ a: undefined }, {}],
    [{ a: 1 }, { b: 1 }],
    [new Date(0), new Date(0)],
    ['\u00e9', 'e\u0301'],
  ])('%o is not %o', (left, right) => expect(isSame(left, right)).toBe(false))
})

test('a failed check says what was expected and what came', () => {
  expect(() => checkSame(['a'], ['b'], 'the ids')).toThrow('the ids\n  expected ["b"]\n  received ["a"]')
  expect(() => check(false, 'it holds')).toThrow(new CheckError('it holds'))
  expect(() => checkSameSet(['b', 'a'], ['a', 'b'], 'the ids')).not.toThrow()
  expect(() => checkSameSet(['a', 'a'], ['a', 'b'], 'the ids')).toThrow(CheckError)
})

test('what looks alike is printed apart', () => {
  expect(print('a\u200b\u{1f600}')).toBe(String.raw`"a\u{200b}\u{1f600}"`)
  expect(print({ big: 1n })).toBe('{"big":"1n"}')
  expect(print(undefined)).toBe('undefined')
  expect(print('x'.repeat(5000))).toHaveLength(4000 + '… (5002 characters)'.length)
})

test('checkFails gives the error, and fails when there is none or another', async () => {
  const failure = new SociusError('store_rejected', 'No.')
  const codes = ['store_rejected'] as const
  expect(await checkFails(() => Promise.reject(failure), codes, 'it')).toBe(failure)
  await expect(checkFails(() => Promise.resolve(), codes, 'it')).rejects.toThrow('it: did not fail')
  await expect(checkFails(() => Promise.reject(new Error('x')), codes, 'it')).rejects.toThrow('store_rejected')
  await expect(checkFails(() => Promise.reject(failure), ['busy'], 'it')).rejects.toThrow('busy')
})
