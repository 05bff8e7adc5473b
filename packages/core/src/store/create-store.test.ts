import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { defineCollection } from './collection.js'
import { createStore } from './create-store.js'
import { instant, reference } from './field-schema.js'
import type { StoreAdapter } from './store-adapter.js'

const thing = defineCollection('thing', {
  schema: z.object({
    id: reference(),
    name: z.string().nullable(),
    rank: z.int(),
    at: instant(),
    text: z.string(),
    extra: z.unknown().nullable(),
  }),
  search: ['text'],
})
type Thing = z.output<typeof thing.schema>

const log = defineCollection('log', {
  schema: z.object({ id: reference(), position: z.int(), weight: z.number() }),
  sequence: 'position',
})

const aThing = (id: string, values: Partial<Thing> = {}): Thing => ({
  id,
  name: null,
  rank: 0,
  at: 0,
  text: '',
  extra: null,
  ...values,
})

/** A memory store whose members are spied on. */
async function open(tenant: string | null = 'mine') {
  const adapter: StoreAdapter = memoryStore()
  await adapter.prepare([thing.shape, log.shape])
  for (const member of [
    'get',
    'query',
    'aggregate',
    'insert',
    'upsert',
    'update',
    'claim',
    'remove',
    'transaction',
  ] as const) {
    vi.spyOn(adapter, member)
  }
  return { adapter, store: createStore(adapter, tenant) }
}

const mine = { op: 'compare', field: 'tenant', test: 'eq', value: 'mine' } as const
const invalid: unknown = expect.objectContaining({ code: 'invalid_input' })

describe('every plan is held to the tenant', () => {
  test('filters and rows carry it', async () => {
    const { adapter, store } = await open()
    await store.insert(thing, [aThing('a')])
    await store.upsert(thing, [aThing('a')])
    await store.get(thing, ['a'])
    await store.query(thing, { branches: [{ rank: 0 }, { rank: 1 }], limit: 1 })
    await store.aggregate(thing, { groupBy: [], measures: { count: 'count' }, limit: 1 })
    await store.update(thing, { where: {}, set: { rank: 1 } })
    await store.claim(thing, { where: {}, set: { rank: 1 }, limit: 1 })
    await store.remove(thing, { where: {}, limit: 1 })
    expect(adapter.insert).toHaveBeenCalledWith(
      expect.objectContaining({ rows: [expect.objectContaining({ tenant: 'mine' })] }),
    )
    expect(adapter.upsert).toHaveBeenCalledWith(
      expect.objectContaining({ rows: [expect.objectContaining({ tenant: 'mine' })] }),
    )
    expect(adapter.get).toHaveBeenCalledWith(expect.objectContaining({ tenant: 'mine' }))
    const branches = [0, 1].map((rank) => ({
      op: 'and',
      all: [mine, { op: 'compare', field: 'rank', test: 'eq', value: rank }],
    }))
    expect(adapter.query).toHaveBeenCalledWith(expect.objectContaining({ branches }))
    for (const member of ['aggregate', 'update', 'claim', 'remove'] as const) {
      expect(adapter[member]).toHaveBeenCalledWith(expect.objectContaining({ where: mine }))
    }
  })

  test('a filter that names another tenant finds nothing', async () => {
    const { adapter, store } = await open()
    await createStore(adapter, 'theirs').insert(thing, [aThing('a')])
    const where = { tenant: 'theirs' } as object
    expect((await store.query(thing, { where, limit: 1 })).items).toEqual([])
    expect(await store.remove(thing, { where, limit: 1 })).toBe(0)
  })

  test('rows come back without it, and across tenants with it', async () => {
    const { adapter, store } = await open()
    await store.insert(thing, [aThing('a')])
    expect(await store.get(thing, ['a'])).toEqual([aThing('a')])
    const everywhere = createStore(adapter, null)
    expect((await everywhere.query(thing, { limit: 1 })).items).toEqual([{ tenant: 'mine', ...aThing('a') }])
    await expect(everywhere.insert(thing, [aThing('b')])).rejects.toEqual(invalid)
  })
})

describe('reading', () => {
  test('an order ends with the id in the direction of its last term, across tenants with tenant and id', async () => {
    const { adapter, store } = await open()
    await store.query(thing, {
      orderBy: [
        ['rank', 'asc'],
        ['at', 'desc'],
      ],
      limit: 1,
    })
    await store.query(thing, { orderBy: [['id', 'desc']], limit: 1 })
    await store.query(thing, { limit: 1 })
    await createStore(adapter, null).query(thing, { orderBy: [['at', 'desc']], limit: 1 })
    const orders = vi
      .mocked(adapter.query)
      .mock.calls.map(([plan]) => plan.orderBy.map((term) => `${term.field}${term.descending ? '-' : '+'}`))
    expect(orders).toEqual([['rank+', 'at-', 'id-'], ['id-'], ['id+'], ['at-', 'tenant-', 'id-']])
  })

  test('a page asks for one row more than it gives', async () => {
    const { adapter, store } = await open()
    await store.insert(thing, [aThing('a'), aThing('b'), aThing('c')])
    const page = await store.query(thing, { limit: 2 })
    expect(adapter.query).toHaveBeenCalledWith(expect.objectContaining({ limit: 3 }))
    expect([page.items.length, typeof page.next]).toEqual([2, 'string'])
  })

  test('what cannot match does not reach the adapter', async () => {
    const { adapter, store } = await open()
    const where = { id: { in: [] } }
    expect(await store.query(thing, { where, limit: 1 })).toEqual({ items: [], next: null })
    expect(await store.query(thing, { branches: [], limit: 1 })).toEqual({ items: [], next: null })
    expect(await store.query(thing, { match: '!?', limit: 1 })).toEqual({ items: [], next: null })
    expect(await store.get(thing, [])).toEqual([])
    expect(await store.update(thing, { where, set: { rank: 1 } })).toBe(0)
    expect(await store.update(thing, { where: {}, set: {}, add: {} })).toBe(0)
    expect(await store.claim(thing, { where, set: { rank: 1 }, limit: 1 })).toEqual([])
    expect(await store.remove(thing, { where, limit: 1 })).toBe(0)
    expect(await store.aggregate(thing, { where, groupBy: ['rank'], measures: { count: 'count' }, limit: 1 })).toEqual(
      [],
    )
    expect(await store.insert(thing, [])).toEqual([])
    for (const member of ['query', 'get', 'update', 'claim', 'remove', 'aggregate', 'insert'] as const) {
      expect(adapter[member], member).not.toHaveBeenCalled()
    }
  })

  test('ids are asked for once each, 500 a statement', async () => {
    const { adapter, store } = await open()
    const ids = Array.from({ length: 501 }, (_, n) => `n${n}`)
    await store.get(thing, [...ids, ...ids])
    expect(vi.mocked(adapter.get).mock.calls.map(([plan]) => plan.ids.length)).toEqual([500, 1])
  })

  test('pick gives the fields that were asked for and no others', async () => {
    const { adapter, store } = await open()
    await store.insert(thing, [aThing('a', { rank: 5, extra: { deep: 1 } })])
    expect(await store.pick(thing, ['b', 'a'], ['rank', 'extra'])).toEqual([null, { rank: 5, extra: { deep: 1 } }])
    expect(adapter.get).toHaveBeenCalledWith(expect.objectContaining({ fields: ['id', 'rank', 'extra'] }))
    for (const field of ['surprise', 'tenant', 'searchWords']) {
      await expect(store.pick(thing, ['a'], [field as 'id'])).rejects.toEqual(invalid)
    }
  })

  test.each([0, -1, 1001, 1.5, Number.NaN, Number.POSITIVE_INFINITY, undefined, '5'])(
    'a limit of %s is refused',
    async (limit) => {
      const { store } = await open()
      const bad = limit as number
      await expect(store.query(thing, { limit: bad })).rejects.toEqual(invalid)
      await expect(store.claim(thing, { where: {}, set: { rank: 1 }, limit: bad })).rejects.toEqual(invalid)
      await expect(store.remove(thing, { where: {}, limit: bad })).rejects.toEqual(invalid)
      await expect(store.aggregate(thing, { groupBy: [], measures: { count: 'count' }, limit: bad })).rejects.toEqual(
        invalid,
      )
    },
  )

  test.each(['\0', '\ud800', 5, null, undefined])('the id %j is refused', async (id) => {
    const { store } = await open()
    await expect(store.get(thing, [id as string])).rejects.toEqual(invalid)
  })

  test('measures and groups are checked', async () => {
    const { store } = await open()
    const aggregate = (options: object) =>
      store.aggregate(thing, { groupBy: [], measures: { count: 'count' }, limit: 1, ...options })
    const wrong = [
      { measures: { total: { sum: 'name' } } },
      { measures: { total: { sum: 'at' } } },
      { measures: { total: { average: 'rank' } } },
      { measures: { low: { min: 'extra' } } },
      { measures: { low: { min: 'surprise' } } },
      { measures: { rank: 'count' }, groupBy: ['rank'] },
      { groupBy: ['rank', 'rank'] },
      { groupBy: ['extra'] },
      { groupBy: ['searchWords'] },
      { orderBy: [['rank', 'asc']] },
    ]
    for (const options of wrong) await expect(aggregate(options), JSON.stringify(options)).rejects.toEqual(invalid)
  })

  test('a search is refused where there is none', async () => {
    const { adapter, store } = await open()
    await expect(store.query(log, { match: 'x', limit: 1 })).rejects.toEqual(invalid)
    const without = createStore({ ...adapter, search: false }, 'mine')
    await expect(without.query(thing, { match: 'x', limit: 1 })).rejects.toMatchObject({ code: 'unsupported' })
  })
})

describe('writing', () => {
  test('rows are written sorted by id, each id once, 500 a statement', async () => {
    const { adapter, store } = await open()
    const ids = Array.from({ length: 501 }, (_, n) => `n${String(n).padStart(3, '0')}`)
    await store.upsert(
      thing,
      [...ids.toReversed(), 'n007'].map((id) => aThing(id)),
    )
    const calls = vi.mocked(adapter.transaction).mock.calls
    expect(calls, 'several statements are one transaction').toHaveLength(1)
    const { items } = await store.query(thing, { limit: 1000 })
    expect(items.map((row) => row.id)).toEqual(ids)
    await store.upsert(
      thing,
      ['b', 'a', 'b'].map((id) => aThing(id)),
    )
    const [plan] = vi.mocked(adapter.upsert).mock.lastCall ?? []
    expect(plan?.rows.map((row) => row['id'])).toEqual(['a', 'b'])
  })

  test('a call that fails in its second statement has written nothing', async () => {
    const { adapter } = await open()
    let statements = 0
    const failing: StoreAdapter = {
      ...adapter,
      transaction: (work) =>
        adapter.transaction((inner) =>
          work({
            ...inner,
            async insert(plan) {
              statements += 1
              if (statements === 2) throw new Error('on purpose')
              return inner.insert(plan)
            },
          }),
        ),
    }
    const rows = Array.from({ length: 501 }, (_, n) => aThing(`n${n}`))
    await expect(createStore(failing, 'mine').insert(thing, rows)).rejects.toThrow('on purpose')
    expect((await createStore(adapter, 'mine').query(thing, { limit: 1 })).items).toEqual([])
  })

  test('of two rows with one id an insert keeps the first and an upsert the last', async () => {
    const { store } = await open()
    await store.insert(thing, [aThing('a', { rank: 1 }), aThing('a', { rank: 2 })])
    expect((await store.get(thing, ['a']))[0]?.rank).toBe(1)
    expect(await store.upsert(thing, [aThing('a', { rank: 3 }), aThing('a', { rank: 4 })])).toEqual({
      inserted: [],
      updated: ['a'],
      unchanged: 0,
    })
    expect((await store.get(thing, ['a']))[0]?.rank).toBe(4)
  })

  test('a numbered row is inserted, never replaced', async () => {
    const { store } = await open()
    await expect(store.upsert(log, [{ id: 'a', position: 1, weight: 0 }])).rejects.toEqual(invalid)
  })

  test('an update is checked field by field', async () => {
    const { store } = await open()
    const wrong: { set?: object; add?: object }[] = [
      { set: { id: 'b' } },
      { set: { tenant: 'theirs' } },
      { set: { text: 'searched' } },
      { set: { searchWords: 'x' } },
      { set: { surprise: 1 } },
      { set: { rank: null } },
      { set: { rank: 0.5 } },
      { add: { name: 1 } },
      { add: { id: 1 } },
      { add: { rank: 0.5 } },
      { add: { rank: Number.NaN } },
      { add: { rank: '1' } },
      { add: { surprise: 1 } },
      { set: { rank: 1 }, add: { rank: 1 } },
    ]
    for (const change of wrong) {
      await expect(store.update(thing, { where: {}, ...change }), JSON.stringify(change)).rejects.toEqual(invalid)
    }
    await expect(store.update(log, { where: {}, add: { position: 1 } })).rejects.toEqual(invalid)
    await expect(store.update(log, { where: {}, set: { position: 1 } })).rejects.toEqual(invalid)
    await expect(store.claim(thing, { where: {}, set: {}, limit: 1 })).rejects.toEqual(invalid)
    await expect(store.update(log, { where: {}, add: { weight: 0.5 } })).resolves.toBe(0)
  })

  test('undefined in an update leaves the field alone', async () => {
    const { adapter, store } = await open()
    await store.insert(thing, [aThing('a', { name: 'kept' })])
    await store.update(thing, {
      where: { id: 'a' },
      set: { name: undefined, rank: 1 } as object,
      add: { at: undefined } as object,
    })
    expect(adapter.update).toHaveBeenCalledWith(expect.objectContaining({ set: { rank: 1 }, add: {} }))
    expect((await store.get(thing, ['a']))[0]).toMatchObject({ name: 'kept', rank: 1 })
  })

  test('a transaction hands out a store of the same tenant', async () => {
    const { adapter, store } = await open()
    await store.transaction(async (inner) => {
      await inner.insert(thing, [aThing('a')])
      await inner.transaction((innermost) => innermost.insert(thing, [aThing('b')]))
    })
    expect((await store.query(thing, { limit: 5 })).items.map((row) => row.id)).toEqual(['a', 'b'])
    expect(await createStore(adapter, 'theirs').get(thing, ['a'])).toEqual([null])
  })
})
