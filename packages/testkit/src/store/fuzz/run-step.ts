import { createStore, isSociusError, type Store, type StoreAdapter, select } from '@socius/core/store'
import { isSame, print } from '../check.js'
import { type FuzzCollectionName, fuzzCollections } from './fuzz-collections.js'
import type { FuzzStep, FuzzTenant } from './fuzz-step.js'

/** What a step came to, in a form that is the same on every adapter that keeps the contract. */
export type Outcome = { readonly value: unknown } | { readonly error: string; readonly message: string }

/** Whether both ended alike. Of errors only the code counts: messages name the adapter. */
export function isSameOutcome(left: Outcome, right: Outcome): boolean {
  if ('error' in left || 'error' in right) return 'error' in left && 'error' in right && left.error === right.error
  return isSame(left.value, right.value)
}

const undone = new Error('The script undoes this transaction.')

/** Does the step on an adapter. */
export async function runStep(adapter: StoreAdapter, step: FuzzStep): Promise<Outcome> {
  try {
    return { value: await valueOf(adapter, step) }
  } catch (error) {
    if (isSociusError(error)) return { error: error.code, message: error.message }
    return { error: error instanceof Error ? error.name : typeof error, message: String(error) }
  }
}

async function valueOf(adapter: StoreAdapter, step: FuzzStep): Promise<unknown> {
  switch (step.op) {
    case 'transaction':
      return runTransaction(adapter, step.steps, step.undo)
    case 'everything':
      return readEverything(adapter)
    case 'walk':
      return walk(adapter, step)
    case 'remove':
      return drain(storeOf(adapter, step.tenant), step)
    default:
      return callStore(storeOf(adapter, step.tenant), step)
  }
}

// One store per adapter and tenant: it keeps nothing, but making it anew for every step takes time.
const stores = new WeakMap<StoreAdapter, Map<FuzzTenant, LooseStore>>()

/** The store as steps call it: by plain data. Core checks at run time what the compiler cannot see here. */
interface LooseStore {
  get(collection: unknown, ids: readonly string[]): Promise<unknown[]>
  pick(collection: unknown, ids: readonly string[], fields: readonly string[]): Promise<unknown[]>
  query(collection: unknown, options: unknown): Promise<{ items: unknown[]; next: string | null }>
  aggregate(collection: unknown, options: unknown): Promise<unknown[]>
  insert(collection: unknown, rows: unknown): Promise<readonly string[]>
  upsert(
    collection: unknown,
    rows: unknown,
  ): Promise<{ inserted: readonly string[]; updated: readonly string[]; unchanged: number }>
  update(collection: unknown, change: unknown): Promise<number>
  accumulate(collection: unknown, options: unknown): Promise<unknown>
  claim(collection: unknown, options: unknown): Promise<unknown[]>
  remove(collection: unknown, options: unknown): Promise<number>
}

function storeOf(adapter: StoreAdapter, tenant: FuzzTenant): LooseStore {
  const known = stores.get(adapter) ?? new Map<FuzzTenant, LooseStore>()
  stores.set(adapter, known)
  const store = known.get(tenant) ?? (createStore(adapter, tenant) satisfies Store as unknown as LooseStore)
  known.set(tenant, store)
  return store
}

type PlainStep = Exclude<FuzzStep, { op: 'transaction' | 'everything' | 'walk' | 'remove' }>

async function callStore(store: LooseStore, step: PlainStep): Promise<unknown> {
  const collection = fuzzCollections[step.collection]
  switch (step.op) {
    case 'get':
      if (step.fields) return store.pick(collection, step.ids, step.fields)
      return comparable(step.collection, await store.get(collection, step.ids))
    case 'query': {
      const { items, next } = await store.query(collection, reviveReading(step))
      return { items: comparable(step.collection, items), more: next !== null }
    }
    case 'aggregate':
      return store.aggregate(collection, { ...step, where: reviveWhere(step.where) })
    case 'insert':
      return [...(await store.insert(collection, step.rows))].sort()
    case 'upsert': {
      const { inserted, updated, unchanged } = await store.upsert(collection, step.rows)
      return { inserted: [...inserted].sort(), updated: [...updated].sort(), unchanged }
    }
    case 'update':
      return store.update(collection, { ...step, where: reviveWhere(step.where) })
    case 'accumulate':
      return store.accumulate(collection, { row: step.row, add: step.add })
    case 'claim':
      return comparable(step.collection, await store.claim(collection, { ...step, where: reviveWhere(step.where) }))
  }
}

async function drain(store: LooseStore, step: Extract<FuzzStep, { op: 'remove' }>): Promise<number[]> {
  const counts: number[] = []
  const options = { where: reviveWhere(step.where), limit: step.limit }
  for (;;) {
    const count = await store.remove(fuzzCollections[step.collection], options)
    counts.push(count)
    if (count === 0 || counts.length > 1000) return counts
  }
}

async function walk(adapter: StoreAdapter, step: Extract<FuzzStep, { op: 'walk' }>): Promise<unknown[]> {
  const store = storeOf(adapter, step.tenant)
  const options = reviveReading(step)
  const seen: unknown[] = []
  let cursor: string | null = null
  for (let page = 0; page < 200; page++) {
    const result: { items: unknown[]; next: string | null } = await store.query(fuzzCollections[step.collection], {
      ...options,
      cursor,
    })
    seen.push(comparable(step.collection, result.items))
    cursor = result.next
    if (cursor === null) return seen
    const between = step.between[page]
    if (between) seen.push(await valueOf(adapter, between))
  }
  return [...seen, 'The walk does not end.']
}

async function runTransaction(adapter: StoreAdapter, steps: readonly FuzzStep[], undo: boolean): Promise<unknown> {
  const outcomes: unknown[] = []
  try {
    await adapter.transaction(async (inner) => {
      for (const step of steps) outcomes.push(await valueOf(inner, step))
      if (undo) throw undone
    })
  } catch (error) {
    if (error !== undone) throw error
    outcomes.push('undone')
  }
  return outcomes
}

async function readEverything(adapter: StoreAdapter): Promise<unknown> {
  const store = storeOf(adapter, null)
  const rows = async (collection: FuzzCollectionName, orderBy: unknown) =>
    comparable(collection, (await store.query(fuzzCollections[collection], { orderBy, limit: 1000 })).items)
  return {
    item: await rows('item', []),
    edge: await rows('edge', []),
    entry: await rows('entry', [['position', 'asc']]),
  }
}

/** Removes every row, so that the next script begins with nothing. */
export async function emptyEverything(adapter: StoreAdapter): Promise<void> {
  const store = storeOf(adapter, null)
  for (const collection of Object.values(fuzzCollections)) {
    for (let attempt = 0; (await store.remove(collection, { where: {}, limit: 1000 })) > 0; attempt++) {
      if (attempt === 1000) throw new Error(`${adapter.name} does not remove what is in ${collection.name}.`)
    }
  }
  const left = print(await readEverything(adapter))
  if (left !== print({ item: [], edge: [], entry: [] })) throw new Error(`${adapter.name} still holds ${left}.`)
}

/** Two stores number rows differently; that they order them alike is seen in the order of the rows. */
function comparable(collection: FuzzCollectionName, rows: readonly unknown[]): unknown[] {
  if (collection !== 'entry') return [...rows]
  return rows.map((row) => {
    if (typeof row !== 'object' || row === null) return row
    return Object.fromEntries(Object.entries(row).filter(([field]) => field !== 'position'))
  })
}

function reviveReading(step: Extract<FuzzStep, { op: 'query' | 'walk' }>): Record<string, unknown> {
  const { where, branches, match, orderBy, limit } = step
  return {
    where: reviveWhere(where ?? {}),
    ...(branches ? { branches: branches.map(reviveWhere) } : {}),
    ...(match === undefined ? {} : { match }),
    orderBy,
    limit,
  }
}

function reviveWhere(where: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(where).map(([name, operand]) => {
      if (Array.isArray(operand)) return [name, operand.map((part) => reviveWhere(part as Record<string, unknown>))]
      if (typeof operand !== 'object' || operand === null) return [name, operand]
      return [name, Object.fromEntries(Object.entries(operand).map(([test, value]) => [test, reviveSelect(value)]))]
    }),
  )
}

function reviveSelect(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const {
    select: collection,
    field,
    where,
  } = value as { select: FuzzCollectionName; field: 'id'; where: Record<string, unknown> }
  return select(fuzzCollections[collection], field, reviveWhere(where))
}
