import { memoryStore } from '@socius/storage-adapters/memory'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Collection } from './collection.js'
import { defineCollection } from './collection.js'
import { createStore } from './create-store.js'
import { afterCursor, decodeCursor, encodeCursor } from './cursor.js'
import { instant, reference } from './field-schema.js'
import type { OrderTerm } from './plan.js'
import type { OrderBy } from './store.js'

const thing = defineCollection('thing', {
  schema: z.object({
    id: reference(),
    name: z.string().nullable(),
    rank: z.int().nullable(),
    score: z.number(),
    open: z.boolean(),
    at: instant(),
    extra: z.unknown().nullable(),
  }),
})
const loose: Collection<{ id: string }> = thing as unknown as Collection<{ id: string }> // cursors read names only

const ascending = (field: string): OrderTerm => ({ field, descending: false })
const descending = (field: string): OrderTerm => ({ field, descending: true })

const scalars = {
  name: fc.option(fc.string({ unit: 'grapheme', maxLength: 20 })),
  rank: fc.option(fc.maxSafeInteger()),
  score: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  open: fc.boolean(),
  at: fc.maxSafeInteger().map((value) => value + 0),
  id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
}

describe('a cursor', () => {
  test('stands for the values of a row, to the last bit', () => {
    fc.assert(
      fc.property(fc.record(scalars), fc.shuffledSubarray(Object.keys(scalars), { minLength: 1 }), (row, fields) => {
        const orderBy = fields.map(ascending)
        const cursor = encodeCursor('thing', orderBy, row)
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
        const values = decodeCursor(loose, orderBy, cursor)
        expect(values).toEqual(orderBy.map(({ field }) => (row as Record<string, unknown>)[field]))
      }),
    )
  })

  test('is refused when it is damaged, and never read as another place', () => {
    const orderBy = [descending('at'), descending('id')]
    const cursor = encodeCursor('thing', orderBy, { at: 1, id: 'a' })
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom(...'ABCxyz019-_=+/ %\u00e9'), (position, char) => {
        const damaged = cursor.slice(0, position) + char + cursor.slice(position + 1)
        let values: unknown
        try {
          values = decodeCursor(loose, orderBy, damaged)
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_cursor' })
          return
        }
        // What still decodes has values that the fields can hold.
        expect(values).toEqual([expect.any(Number), expect.any(String)])
      }),
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(loose, orderBy, text)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }))
      }),
    )
  })

  test.each<[string, unknown]>([
    ['an unknown shape', { at: 1 }],
    ['too few values', ['print', 1]],
    ['too many values', ['print', 1, 'a', 2]],
    ['a null that the field cannot hold', ['print', null, 'a']],
    ['a value of another kind', ['print', 'a', 'a']],
    ['a fraction in an integer', ['print', 0.5, 'a']],
    ['a list', ['print', [1], 'a']],
    ['text with U+0000', ['print', 1, 'a\0']],
    ['half a character', ['print', 1, '\ud800']],
  ])('with %s is refused', (_, content) => {
    const orderBy = [descending('at'), descending('id')]
    const [print] = JSON.parse(atob(encodeCursor('thing', orderBy, { at: 1, id: 'a' }))) as [string]
    const forged = btoa(JSON.stringify(content).replace('print', print))
    expect(() => decodeCursor(loose, orderBy, forged)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }))
  })

  test('of another collection, order or direction is refused', () => {
    const row = { at: 1, id: 'a', rank: 1 }
    const orderBy = [descending('at'), descending('id')]
    const others = [
      encodeCursor('other', orderBy, row),
      encodeCursor('thing', [ascending('at'), descending('id')], row),
      encodeCursor('thing', [descending('rank'), descending('id')], row),
      encodeCursor('thing', [descending('at')], row),
    ]
    for (const cursor of others) {
      expect(() => decodeCursor(loose, orderBy, cursor)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }))
    }
  })

  test('that would be too long to be read again does not leave', () => {
    const keys = ['name', 'id', 'rank'].map(ascending)
    const longest = encodeCursor('thing', keys, { name: '\u0001'.repeat(191), id: '\u0001'.repeat(191), rank: 1 })
    expect(decodeCursor(loose, keys, longest)).toHaveLength(3)
    const row = { name: 'x'.repeat(20_000), id: 'a' }
    expect(() => encodeCursor('thing', [ascending('name')], row)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    )
    expect(() => decodeCursor(loose, keys, 'A'.repeat(1_000_000))).toThrow(
      expect.objectContaining({ code: 'invalid_cursor' }),
    )
  })
})

describe('the rows after a cursor', () => {
  test('are spelt out term by term, with a bound that an index can begin at', () => {
    expect(afterCursor(loose, [descending('at'), descending('id')], [5, 'x'])).toEqual({
      op: 'and',
      all: [
        { op: 'compare', field: 'at', test: 'lte', value: 5 },
        {
          op: 'or',
          any: [
            { op: 'compare', field: 'at', test: 'lt', value: 5 },
            {
              op: 'and',
              all: [
                { op: 'compare', field: 'at', test: 'eq', value: 5 },
                { op: 'compare', field: 'id', test: 'lt', value: 'x' },
              ],
            },
          ],
        },
      ],
    })
  })

  test.each<[string, OrderTerm, null | number, unknown]>([
    ['ascending after null: every value', ascending('rank'), null, { op: 'null', field: 'rank', is: false }],
    ['descending after null: nothing', descending('rank'), null, { op: 'or', any: [] }],
    ['ascending after a value: no null', ascending('rank'), 1, { op: 'compare', field: 'rank', test: 'gt', value: 1 }],
    [
      'descending after a value: nulls too',
      descending('rank'),
      1,
      {
        op: 'or',
        any: [
          { op: 'compare', field: 'rank', test: 'lt', value: 1 },
          { op: 'null', field: 'rank', is: true },
        ],
      },
    ],
  ])('%s', (_, term, value, expected) => expect(afterCursor(loose, [term], [value])).toEqual(expected))

  test('are exactly those that stand after it in the order, for any rows and any order', async () => {
    const row = fc.record({
      name: fc.option(fc.constantFrom('a', 'b', '\u{1f600}')),
      rank: fc.option(fc.constantFrom(0, 1)),
      score: fc.constantFrom(-1.5, 0, 0.1),
      open: fc.boolean(),
      at: fc.constantFrom(1, 2),
    })
    const order = fc
      .shuffledSubarray(['name', 'rank', 'score', 'open', 'at'] as const)
      .chain((fields) =>
        fc.tuple(...fields.map((field) => fc.tuple(fc.constant(field), fc.constantFrom('asc', 'desc')))),
      )
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        order,
        fc.integer({ min: 1, max: 4 }),
        async (rows, orderBy, limit) => {
          const adapter = memoryStore()
          await adapter.prepare([thing.shape])
          const store = createStore(adapter, 'tenant')
          await store.insert(
            thing,
            rows.map((values, position) => ({ id: `r${position}`, extra: null, ...values })),
          )
          const terms: OrderBy<z.output<typeof thing.schema>> = orderBy
          const whole = await store.query(thing, { orderBy: terms, limit: 100 })
          const walked: string[] = []
          let cursor: string | null = null
          do {
            const page: { items: { id: string }[]; next: string | null } = await store.query(thing, {
              orderBy: terms,
              limit,
              cursor,
            })
            walked.push(...page.items.map((item) => item.id))
            cursor = page.next
          } while (cursor !== null && walked.length <= rows.length)
          expect(walked).toEqual(whole.items.map((item) => item.id))
          expect(walked).toHaveLength(rows.length)
        },
      ),
      { numRuns: 200 },
    )
  })
})
