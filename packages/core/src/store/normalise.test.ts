import { memoryStore } from '@socius/storage-adapters/memory'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { defineCollection } from './collection.js'
import { createStore } from './create-store.js'
import { instant, reference } from './field-schema.js'
import { allOf, always, anyOf, isNever, never, normaliseWhere } from './normalise.js'
import type { Predicate } from './plan.js'
import { select, type Where } from './where.js'

const thing = defineCollection('thing', {
  schema: z.object({
    id: reference(),
    name: z.string().nullable(),
    rank: z.int().nullable(),
    score: z.number(),
    open: z.boolean(),
    at: instant(),
    extra: z.unknown().nullable(),
    text: z.string(),
  }),
  search: ['text'],
})
type Thing = z.output<typeof thing.schema>

const link = defineCollection('link', {
  schema: z.object({ id: reference(), toId: reference(), note: z.string().nullable(), weight: z.int() }),
})

const normalise = (where: unknown) => normaliseWhere(thing, where as Where<Thing>, 'tenant')
const nullName = { op: 'null', field: 'name', is: true } as const
const eq = (field: string, value: string | number | boolean): Predicate => ({ op: 'compare', field, test: 'eq', value })

describe('a filter becomes a predicate', () => {
  test.each<[string, unknown, Predicate]>([
    ['nothing', {}, always],
    ['a value', { rank: 1 }, eq('rank', 1)],
    ['a value that is undefined', { rank: undefined }, always],
    ['a test that is undefined', { rank: { lt: undefined } }, always],
    ['null', { name: null }, nullName],
    ['null for a field that has none', { score: null }, never],
    ['not null', { name: { ne: null } }, { op: 'null', field: 'name', is: false }],
    ['not null for a field that always has a value', { score: { ne: null } }, always],
    [
      'ne',
      { name: { ne: 'x' } },
      { op: 'or', any: [{ op: 'compare', field: 'name', test: 'ne', value: 'x' }, nullName] },
    ],
    ['ne without null', { score: { ne: 1 } }, { op: 'compare', field: 'score', test: 'ne', value: 1 }],
    ['in', { rank: { in: [1, 2, 1] } }, { op: 'in', field: 'rank', values: [1, 2], negated: false }],
    ['in with one', { rank: { in: [1] } }, eq('rank', 1)],
    ['in with none', { rank: { in: [] } }, never],
    [
      'notIn',
      { name: { notIn: ['x'] } },
      { op: 'or', any: [{ op: 'in', field: 'name', values: ['x'], negated: true }, nullName] },
    ],
    ['notIn with none', { name: { notIn: [] } }, always],
    ['startsWith', { name: { startsWith: 'a%' } }, { op: 'startsWith', field: 'name', prefix: 'a%' }],
    ['an empty prefix', { name: { startsWith: '' } }, { op: 'null', field: 'name', is: false }],
    ['an empty prefix of a field that always has a value', { text: { startsWith: '' } }, always],
    [
      'two tests',
      { rank: { gt: 1, lte: 3 } },
      {
        op: 'and',
        all: [
          { op: 'compare', field: 'rank', test: 'gt', value: 1 },
          { op: 'compare', field: 'rank', test: 'lte', value: 3 },
        ],
      },
    ],
    ['an empty and', { and: [] }, always],
    ['an empty or', { or: [] }, never],
    ['an or of one', { or: [{ rank: 1 }] }, eq('rank', 1)],
    ['an or with everything', { or: [{ rank: 1 }, {}] }, always],
    ['an and with nothing', { rank: 1, and: [{ or: [] }] }, never],
    [
      'nested',
      { and: [{ and: [{ rank: 1 }, { open: true }] }] },
      { op: 'and', all: [eq('rank', 1), eq('open', true)] },
    ],
    ['negative zero', { score: -0 }, eq('score', 0)],
  ])('%s', (_, where, expected) => expect(normalise(where)).toEqual(expected))

  test('a sub-select is held to the tenant and to rows that have a value', () => {
    const where = { name: { in: select(link, 'note', { weight: { gt: 1 } }) } }
    const chosen = {
      collection: link.shape,
      field: 'note',
      where: {
        op: 'and',
        all: [
          eq('tenant', 'tenant'),
          { op: 'compare', field: 'weight', test: 'gt', value: 1 },
          { op: 'null', field: 'note', is: false },
        ],
      },
    }
    expect(normalise(where)).toEqual({ op: 'inSelect', field: 'name', negated: false, select: chosen })
    const negated = normalise({ name: { notIn: select(link, 'note', { weight: { gt: 1 } }) } })
    expect(negated).toEqual({
      op: 'or',
      any: [{ op: 'inSelect', field: 'name', negated: true, select: chosen }, nullName],
    })
    const across = normaliseWhere(thing, { id: { in: select(link, 'toId', {}) } }, null)
    expect(across).toMatchObject({ select: { where: always } })
  })

  test('a sub-select that nothing can match needs no query', () => {
    expect(normalise({ id: { in: select(link, 'toId', { id: { in: [] } }) } })).toEqual(never)
    expect(normalise({ id: { notIn: select(link, 'toId', { id: { in: [] } }) } })).toEqual(always)
  })
})

describe('what does not fit is refused', () => {
  test.each<[string, unknown]>([
    ['an unknown field', { surprise: 1 }],
    ['a json field', { extra: 1 }],
    ['the search column', { searchWords: 'x' }],
    ['an unknown test', { rank: { like: 1 } }],
    ['text for a number', { rank: '1' }],
    ['a number for text', { name: 1 }],
    ['a fraction for an integer', { rank: 0.5 }],
    ['an integer beyond 2^53', { at: 2 ** 53 }],
    ['no number', { score: Number.NaN }],
    ['infinity', { score: { lt: Number.POSITIVE_INFINITY } }],
    ['a bigint', { rank: 1n }],
    ['half a character', { name: '\ud83d' }],
    ['U+0000', { name: { startsWith: 'a\0' } }],
    ['a date', { at: new Date(0) }],
    ['a date as an operand', { at: { lt: new Date(0) } }],
    ['a list instead of in', { rank: [1, 2] }],
    ['a set for in', { rank: { in: new Set([1]) } }],
    ['null in a list', { rank: { in: [null] } }],
    ['null compared', { rank: { lt: null } }],
    ['a prefix of a number', { rank: { startsWith: '1' } }],
    ['or without a list', { or: { rank: 1 } }],
    ['or of no filters', { or: [null] }],
    ['and of values', { and: [1] }],
    ['a sub-select of another kind', { name: { in: select(link, 'weight', {}) } }],
    ['a sub-select of an unknown field', { name: { in: select(link, 'surprise' as 'note', {}) } }],
    [
      'a sub-select in a sub-select',
      { name: { in: select(link, 'note', { toId: { in: select(link, 'toId', {}) } }) } },
    ],
  ])('%s', (_, where) => {
    expect(() => normalise(where)).toThrow(expect.objectContaining({ code: 'invalid_input', name: 'SociusError' }))
  })

  test('a message names the field and never the value', () => {
    try {
      normalise({ rank: 'secret' })
    } catch (error) {
      expect(String(error)).toContain('rank')
      expect(JSON.stringify(error)).not.toContain('secret')
    }
    expect.assertions(2)
  })
})

describe('conjunction and disjunction', () => {
  const leaf = fc.constantFrom<Predicate>(eq('rank', 1), eq('open', true), always, never)
  const list = fc.array(leaf, { maxLength: 5 })

  test('are flat, and true or false as soon as they can be', () => {
    fc.assert(
      fc.property(list, (parts) => {
        const all = allOf(parts)
        expect(isNever(all)).toBe(parts.includes(never))
        if (all.op === 'and') expect(all.all.every((part) => part.op !== 'and')).toBe(true)
        const any = anyOf(parts)
        expect(isNever(any)).toBe(parts.every((part) => part === never))
        if (parts.includes(always)) expect(any).toEqual(always)
      }),
    )
  })
})

/** What a filter means, written once more and in the plainest way. */
function holds(row: Thing, where: Where<Thing>): boolean {
  return Object.entries(where).every(([name, operand]) => {
    if (name === 'and') return (operand as Where<Thing>[]).every((part) => holds(row, part))
    if (name === 'or') return (operand as Where<Thing>[]).some((part) => holds(row, part))
    const value = row[name as 'rank']
    if (typeof operand !== 'object' || operand === null) return value === operand
    return Object.entries(operand as Record<string, number | number[] | null>).every(([kind, than]) => {
      if (kind === 'eq') return value === than
      if (kind === 'ne') return value !== than
      if (kind === 'in') return (than as (number | null)[]).includes(value)
      if (kind === 'notIn') return !(than as (number | null)[]).includes(value)
      if (value === null) return false
      if (kind === 'startsWith') return String(value).startsWith(String(than))
      const other = than as number
      return kind === 'lt'
        ? value < other
        : kind === 'lte'
          ? value <= other
          : kind === 'gt'
            ? value > other
            : value >= other
    })
  })
}

test('a filter finds the rows that it means, whatever it nests', async () => {
  const rank = fc.constantFrom(0, 1, 2, 3)
  const name = fc.constantFrom('', 'a', 'ab', 'b')
  const tests = <Value>(value: fc.Arbitrary<Value>) =>
    fc.record(
      {
        eq: fc.option(value),
        ne: fc.option(value),
        in: fc.array(value, { maxLength: 3 }),
        notIn: fc.array(value, { maxLength: 3 }),
        lt: value,
        lte: value,
        gt: value,
        gte: value,
      },
      { requiredKeys: [] },
    )
  const { where } = fc.letrec<{ where: Where<Thing> }>((tie) => ({
    where: fc.record(
      {
        rank: fc.oneof(fc.option(rank), tests(rank)),
        name: fc.oneof(fc.option(name), tests(name), fc.record({ startsWith: name })),
        open: fc.boolean(),
        and: fc.array(tie('where'), { maxLength: 2, depthIdentifier: 'where' }),
        or: fc.array(tie('where'), { maxLength: 2, depthIdentifier: 'where' }),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Where<Thing>>,
  }))
  const adapter = memoryStore()
  await adapter.prepare([thing.shape])
  const store = createStore(adapter, 'tenant')
  const rows = [null, 0, 1, 2, 3].flatMap((value) =>
    [null, '', 'a', 'ab', 'b'].map(
      (text): Thing => ({
        id: `${value}-${text}`,
        rank: value,
        name: text,
        score: 0,
        open: value === 1 || text === 'a',
        at: 0,
        extra: null,
        text: '',
      }),
    ),
  )
  await store.insert(thing, rows)
  await fc.assert(
    fc.asyncProperty(where, async (filter) => {
      const { items } = await store.query(thing, { where: filter, limit: 100 })
      const expected = rows.filter((row) => holds(row, filter)).map((row) => row.id)
      expect(items.map((row) => row.id).sort()).toEqual(expected.sort())
    }),
    { numRuns: 1000 },
  )
})
