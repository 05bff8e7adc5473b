import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSame } from '../check.js'
import { shrink, smaller } from './shrink.js'

const keepsItems = { simplify: () => [], budget: 5000 }

test('what is left fails still, and without any one of its items it does not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(20), { maxLength: 60 }),
      fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 4 }),
      async (noise, culprits) => {
        const items = [...noise, ...culprits]
        const fails = async (candidate: readonly number[]) => culprits.every((culprit) => candidate.includes(culprit))
        const left = await shrink(items, { ...keepsItems, fails })
        expect([...left].sort()).toEqual([...culprits].sort())
      },
    ),
  )
})

test('items become simpler, or several', async () => {
  const left = await shrink([{ rows: [1, 2, 3] }, { rows: [4, 5] }], {
    budget: 1000,
    simplify: function* (item) {
      for (const less of smaller(item)) yield [less as typeof item]
    },
    fails: async (items) => items.some((item) => item.rows?.includes(5)),
  })
  expect(left).toEqual([{ rows: [5] }])
})

test('it stops when the budget is used up', async () => {
  let asked = 0
  const items = Array.from({ length: 1000 }, (_, n) => n)
  const left = await shrink(items, {
    simplify: () => [],
    budget: 10,
    async fails(candidate) {
      asked += 1
      return candidate.includes(777)
    },
  })
  expect(asked).toBe(10)
  expect(left).toContain(777)
})

test('smaller forms have less in them', () => {
  expect([...smaller({ a: [1, 'x'], b: null })]).toEqual(
    [
      { b: null },
      { a: [1, 'x'] },
      { a: ['x'], b: null },
      { a: [1], b: null },
      { a: [null, 'x'], b: null },
      { a: [1, null], b: null },
      { a: null, b: null },
    ].filter((form) => form.a !== null),
  )
  fc.assert(fc.property(fc.jsonValue(), (value) => [...smaller(value)].every((less) => !isSame(less, value))))
})
