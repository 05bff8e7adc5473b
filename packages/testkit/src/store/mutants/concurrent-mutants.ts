import type { Predicate, StoreAdapter, StoredRow } from '@socius/core/store'
import { type FaultyMembers, mutant, type StoreMutant } from './store-mutant.js'

/** A fault that calls which come one after the other do not show. */
function concurrentMutant(rule: number, name: string, members: FaultyMembers): StoreMutant {
  return mutant(rule, name, members, ['concurrency'])
}

/** Lets others have their turn, as a round trip to a server would. */
function roundTrip(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

function keyOf({ tenant, id }: StoredRow): Predicate {
  return {
    op: 'and',
    all: [
      { op: 'compare', field: 'tenant', test: 'eq', value: String(tenant) },
      { op: 'compare', field: 'id', test: 'eq', value: String(id) },
    ],
  }
}

const byId = [
  { field: 'tenant', descending: false },
  { field: 'id', descending: false },
] as const

export const concurrentMutants: readonly StoreMutant[] = [
  concurrentMutant(13, 'update reads and then writes: increments are lost', (good) => ({
    async update(plan) {
      const { collection, where } = plan
      const added = Object.entries(plan.add)
      if (added.length === 0) return good.update(plan)
      const rows = await good.query({ collection, branches: [where], orderBy: byId, limit: 1000 })
      await roundTrip()
      for (const row of rows) {
        const sums = Object.fromEntries(added.map(([field, amount]) => [field, Number(row[field] ?? 0) + amount]))
        await good.update({ collection, where: keyOf(row), set: { ...plan.set, ...sums }, add: {} })
      }
      return rows.length
    },
  })),
  concurrentMutant(22, 'accumulate reads and then writes: increments are lost', (good) => ({
    async accumulate({ collection, row, add }) {
      const [stored] = await good.get({ collection, tenant: String(row['tenant']), ids: [String(row['id'])] })
      await roundTrip()
      const sums: StoredRow = {}
      for (const [field, amount] of Object.entries(add)) sums[field] = Number(stored?.[field] ?? 0) + amount
      const next: StoredRow = stored ? { ...stored, ...sums } : row
      const isNew = (await good.insert({ collection, rows: [row] })).length === 1
      if (!isNew) await good.update({ collection, where: keyOf(row), set: sums, add: {} })
      return next
    },
  })),
  concurrentMutant(14, 'claim reads and then writes: two get one row', (good) => ({
    async claim({ collection, where, orderBy, limit, set }) {
      const rows = await good.query({ collection, branches: [where], orderBy, limit })
      await roundTrip()
      for (const row of rows) await good.update({ collection, where: keyOf(row), set, add: {} })
      return rows.map((row) => ({ ...row, ...set }))
    },
  })),
  concurrentMutant(14, 'skip-locked row lost', (good) => {
    let claiming = 0
    return {
      async claim(plan) {
        claiming += 1
        try {
          await roundTrip()
          const rows = await good.claim(plan)
          // A row that was skipped because somebody else held it is marked, but handed to nobody.
          return claiming > 1 ? rows.slice(1) : rows
        } finally {
          claiming -= 1
        }
      },
    }
  }),
  concurrentMutant(12, 'upsert reads and then writes: one row is inserted twice', (good) => ({
    async upsert(plan) {
      const { collection, rows } = plan
      const { compare } = collection
      const stored = new Map<StoredRow, StoredRow | undefined>()
      for (const row of rows) {
        const [found] = await good.get({ collection, tenant: String(row['tenant']), ids: [String(row['id'])] })
        stored.set(row, found)
      }
      await roundTrip()
      await good.upsert(plan)
      const idsOf = (keep: (row: StoredRow, old: StoredRow | undefined) => boolean) =>
        rows.filter((row) => keep(row, stored.get(row))).map((row) => String(row['id']))
      return {
        inserted: idsOf((_, old) => old === undefined),
        updated: idsOf((row, old) => old !== undefined && (compare === null || old[compare] !== row[compare])),
      }
    },
  })),
  concurrentMutant(17, 'a batch is written in two halves', (good) => ({
    async upsert(plan) {
      const middle = Math.ceil(plan.rows.length / 2)
      const first = await good.upsert({ ...plan, rows: plan.rows.slice(0, middle) })
      if (middle === plan.rows.length) return first
      await roundTrip()
      const second = await good.upsert({ ...plan, rows: plan.rows.slice(middle) })
      return { inserted: [...first.inserted, ...second.inserted], updated: [...first.updated, ...second.updated] }
    },
  })),
  concurrentMutant(13, 'an update passes over rows that are held', (good) => {
    let open = 0
    return {
      async transaction<Result>(work: (inner: StoreAdapter) => Promise<Result>): Promise<Result> {
        open += 1
        try {
          return await good.transaction(work)
        } finally {
          open -= 1
        }
      },
      update: (plan) => (open > 0 ? Promise.resolve(0) : good.update(plan)),
    }
  }),
]
