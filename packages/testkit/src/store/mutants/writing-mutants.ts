import type { AccumulatePlan, Predicate, StoreAdapter, StoredRow, WritePlan } from '@socius/core/store'
import { noLimit, rewritePredicate, withFilters } from './rewrite-plan.js'
import { mutant, type StoreMutant } from './store-mutant.js'

const everything: Predicate = { op: 'and', all: [] }

/** The rows that are stored under the keys of the plan. */
async function storedRows(good: StoreAdapter, plan: WritePlan): Promise<Map<string, StoredRow>> {
  const stored = new Map<string, StoredRow>()
  for (const tenant of new Set(plan.rows.map((row) => String(row['tenant'])))) {
    const ids = plan.rows.filter((row) => row['tenant'] === tenant).map((row) => String(row['id']))
    for (const row of await good.get({ collection: plan.collection, tenant, ids })) stored.set(keyOf(row), row)
  }
  return stored
}

function keyOf(row: StoredRow): string {
  return JSON.stringify([row['tenant'], row['id']])
}

function keyOfRow(row: StoredRow): { tenant: string; ids: string[] } {
  return { tenant: String(row['tenant']), ids: [String(row['id'])] }
}

function accumulateWell(good: StoreAdapter, plan: AccumulatePlan): Promise<StoredRow> {
  if (good.accumulate) return good.accumulate(plan)
  throw new Error(`${good.name} has no accumulate to spoil.`)
}

export const writingMutants: readonly StoreMutant[] = [
  mutant(
    3,
    'tenant filter dropped',
    withFilters((predicate) => (predicate.op === 'compare' && predicate.field === 'tenant' ? everything : predicate)),
  ),
  mutant(3, 'tenant filter dropped from get', (good) => ({ get: (plan) => good.get({ ...plan, tenant: null }) })),
  mutant(3, 'tenant filter dropped from sub-selects', (good) =>
    withFilters((predicate) => {
      if (predicate.op !== 'inSelect') return predicate
      const where = rewritePredicate(predicate.select.where, (part) =>
        part.op === 'compare' && part.field === 'tenant' ? everything : part,
      )
      return { ...predicate, select: { ...predicate.select, where } }
    })(good),
  ),
  mutant(3, 'tenant filter dropped from remove', (good) => ({
    remove: (plan) =>
      good.remove({
        ...plan,
        where: rewritePredicate(plan.where, (part) =>
          part.op === 'compare' && part.field === 'tenant' ? everything : part,
        ),
      }),
  })),
  mutant(11, 'insert writes over rows that are there', (good) => ({
    async insert(plan) {
      if (plan.collection.sequence !== null) return good.insert(plan)
      return (await good.upsert({ ...plan, collection: { ...plan.collection, compare: null } })).inserted
    },
  })),
  mutant(11, 'insert says that it wrote every row', (good) => ({
    async insert(plan) {
      await good.insert(plan)
      return plan.rows.map((row) => String(row['id']))
    },
  })),
  mutant(11, 'insert gives up when a row is there', (good) => ({
    async insert(plan) {
      return (await storedRows(good, plan)).size > 0 ? [] : good.insert(plan)
    },
  })),
  mutant(12, 'compare column assigned too early', (good) => ({
    async upsert(plan) {
      const { compare } = plan.collection
      if (compare === null) return good.upsert(plan)
      const stored = await storedRows(good, plan)
      // Every later assignment finds the compare column equal already, and keeps the old value.
      const rows = plan.rows.map((row) => ({ ...row, ...stored.get(keyOf(row)), [compare]: row[compare] }))
      return good.upsert({ ...plan, rows })
    },
  })),
  mutant(12, 'upsert touches rows that are the same', (good) => ({
    upsert: (plan) => good.upsert({ ...plan, collection: { ...plan.collection, compare: null } }),
  })),
  mutant(12, 'upsert replaces fields that are to be kept', (good) => ({
    upsert: (plan) => good.upsert({ ...plan, collection: { ...plan.collection, keep: [] } }),
  })),
  mutant(12, 'a compare field that is null never differs', (good) => ({
    async upsert(plan) {
      const { compare } = plan.collection
      if (compare === null) return good.upsert(plan)
      const stored = await storedRows(good, plan)
      const rows = plan.rows.filter((row) => {
        const old = stored.get(keyOf(row))
        return !old || (old[compare] !== null && row[compare] !== null)
      })
      return rows.length === 0 ? { inserted: [], updated: [] } : good.upsert({ ...plan, rows })
    },
  })),
  mutant(12, 'a compare field that is null always differs', (good) => ({
    async upsert(plan) {
      const { compare } = plan.collection
      const outcome = await good.upsert(plan)
      if (compare === null) return outcome
      const nulls = plan.rows.filter((row) => row[compare] === null).map((row) => String(row['id']))
      const counted = new Set([...outcome.inserted, ...outcome.updated])
      return { ...outcome, updated: [...outcome.updated, ...nulls.filter((id) => !counted.has(id))] }
    },
  })),
  mutant(12, 'upsert takes inserted rows for updated ones', (good) => ({
    async upsert(plan) {
      const { inserted, updated } = await good.upsert(plan)
      return { inserted: [], updated: [...inserted, ...updated] }
    },
  })),
  mutant(13, 'null plus something is null', (good) => ({
    async update(plan) {
      const present = Object.keys(plan.add).map((field): Predicate => ({ op: 'null', field, is: false }))
      return good.update({ ...plan, where: { op: 'and', all: [plan.where, ...present] } })
    },
  })),
  mutant(13, 'update counts only rows that it changed', (good) => ({
    async update(plan) {
      const changing = Object.entries(plan.set).map(([field, value]): Predicate => {
        if (typeof value === 'object') return { op: 'null', field, is: value !== null }
        const differs = { op: 'compare', field, test: 'ne', value: value as string } as const
        return { op: 'or', any: [differs, { op: 'null', field, is: true }] }
      })
      if (Object.keys(plan.add).length > 0) return good.update(plan)
      return good.update({ ...plan, where: { op: 'and', all: [plan.where, { op: 'or', any: changing }] } })
    },
  })),
  mutant(13, 'update sets before it tests', (good) => ({
    async update(plan) {
      if (Object.keys(plan.add).length === 0 || Object.keys(plan.set).length === 0) return good.update(plan)
      await good.update({ ...plan, add: {} })
      return good.update({ ...plan, set: {} })
    },
  })),
  mutant(22, 'accumulate gives the row as it was', (good) => ({
    async accumulate(plan) {
      const [before] = await good.get({ ...keyOfRow(plan.row), collection: plan.collection })
      const after = await accumulateWell(good, plan)
      return before ?? after
    },
  })),
  mutant(22, 'accumulate replaces the stored row', (good) => ({
    async accumulate(plan) {
      const after = await accumulateWell(good, plan)
      const sums = Object.fromEntries(Object.keys(plan.add).map((field) => [field, after[field]]))
      const rows = [{ ...plan.row, ...sums }]
      await good.upsert({ collection: { ...plan.collection, compare: null }, rows })
      return after
    },
  })),
  mutant(22, 'accumulate forgets what the first use adds', (good) => ({
    async accumulate(plan) {
      const row = { ...plan.row }
      for (const [field, amount] of Object.entries(plan.add)) row[field] = Number(row[field]) - amount
      return accumulateWell(good, { ...plan, row })
    },
  })),
  mutant(14, 'claim loses a row that it changed', (good) => ({
    claim: async (plan) => (await good.claim(plan)).slice(0, Math.max(1, plan.limit - 1)),
  })),
  mutant(14, 'claim forgets the order', (good) => ({
    claim: (plan) => good.claim({ ...plan, orderBy: [{ field: 'id', descending: false }] }),
  })),
  mutant(14, 'claim returns its rows in another order', (good) => ({
    claim: async (plan) => [...(await good.claim(plan))].reverse(),
  })),
  mutant(14, 'claim returns rows as they were', (good) => ({
    async claim(plan) {
      const { collection, where, orderBy, limit } = plan
      const before = await good.query({ collection, branches: [where], orderBy, limit })
      await good.claim(plan)
      return before
    },
  })),
  mutant(15, 'remove ignores its limit', (good) => ({ remove: (plan) => good.remove({ ...plan, limit: noLimit }) })),
  mutant(15, 'remove says it removed one at most', (good) => ({
    remove: async (plan) => Math.min(1, await good.remove(plan)),
  })),
  mutant(16, 'rows of one insert are numbered backwards', (good) => ({
    insert: (plan) => good.insert(plan.collection.sequence === null ? plan : { ...plan, rows: plan.rows.toReversed() }),
  })),
  mutant(16, 'numbers are what the rows say', (good) => ({
    async query(plan) {
      const { sequence } = plan.collection
      if (sequence === null) return good.query(plan)
      return good.query({ ...plan, orderBy: plan.orderBy.filter(({ field }) => field !== sequence) })
    },
  })),
  mutant(
    19,
    'prepare begins anew',
    (good) => ({
      async prepare(collections) {
        await good.prepare(collections)
        for (const collection of collections) await good.remove({ collection, where: everything, limit: noLimit })
      },
    }),
    ['suite'],
  ),
]
