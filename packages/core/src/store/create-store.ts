import { type Page, SociusError } from '../kernel/index.js'
import type { Collection, CollectionShape } from './collection.js'
import { afterCursor, decodeCursor, encodeCursor } from './cursor.js'
import { allOf, equals, isNever, normaliseWhere, requireField } from './normalise.js'
import type { Measure, OrderTerm, Predicate, StoredRow } from './plan.js'
import { toStoredRow, toStoredValue } from './row.js'
import { maxBatch, maxRows, type OrderBy, type QueryOptions, type Store } from './store.js'
import type { StoreAdapter } from './store-adapter.js'
import type { Where } from './where.js'
import { searchWords } from './words.js'

type Loose = Collection<{ id: string }>

/**
 * A typed store over an adapter.
 * @param tenant Every row and filter is held to it. `null` reads and writes across tenants: rows then carry `tenant`
 * themselves. Only machinery that serves all tenants at once may ask for that; no operation gets such a store.
 */
export function createStore(adapter: StoreAdapter, tenant: string | null): Store {
  const ofTenant: readonly Predicate[] = tenant === null ? [] : [equals('tenant', tenant)]

  function filter<Row extends { id: string }>(collection: Collection<Row>, where: Where<Row> | undefined): Predicate {
    return allOf([...ofTenant, normaliseWhere(collection, where, tenant)])
  }

  function fromStored<Row>(collection: { readonly shape: { readonly search: string | null } }, stored: StoredRow): Row {
    if (tenant !== null) delete stored['tenant']
    if (collection.shape.search !== null) delete stored[collection.shape.search]
    return stored as Row // adapters give back what was written, and only checked rows are written
  }

  /** Adapters read a tenant's row by its key; across tenants an id alone is not one. */
  async function writeInBatches<Row extends { id: string }>(
    collection: Collection<Row>,
    rows: readonly Row[],
    write: (batch: StoredRow[]) => Promise<void>,
  ): Promise<number> {
    const byKey = new Map<string, StoredRow>()
    for (const row of rows) {
      const stored = toStoredRow(collection as unknown as Loose, tenant, row as Readonly<Record<string, unknown>>)
      byKey.set(tenant === null ? `${String(stored['tenant'])}\n${row.id}` : row.id, stored)
    }
    const keys = [...byKey.keys()].sort()
    for (let start = 0; start < keys.length; start += maxBatch) {
      const batch = keys.slice(start, start + maxBatch).map((key) => byKey.get(key))
      await write(batch.filter((row) => row !== undefined))
    }
    return keys.length
  }

  /** The rows of the ids, in their order, a batch a statement. */
  async function readRows(
    collection: { readonly shape: CollectionShape },
    ids: readonly string[],
    fields?: readonly string[],
  ): Promise<(StoredRow | null)[]> {
    const distinct = [...new Set(ids)]
    const found = new Map<string, StoredRow>()
    for (let start = 0; start < distinct.length; start += maxBatch) {
      const batch = distinct.slice(start, start + maxBatch)
      const plan = { collection: collection.shape, tenant, ids: batch }
      const rows = await adapter.get(fields === undefined ? plan : { ...plan, fields })
      for (const row of rows) found.set(String(row['id']), fromStored(collection, row))
    }
    return ids.map((id) => found.get(id) ?? null)
  }

  const store: Store = {
    // What an adapter gives back is what was written, and only rows of the collection's type are.
    get: (collection, ids) => readRows(collection, ids) as Promise<never>,

    pick: async (collection, ids, fields) => {
      for (const field of fields) {
        if (!collection.fields.has(field))
          throw new SociusError('invalid_input', `${collection.name} has no field "${field}".`)
      }
      const wanted = fields.includes('id' as never) ? fields : [...fields, 'id']
      return (await readRows(collection, ids, wanted)) as never
    },

    async query<Row extends { id: string }>(
      collection: Collection<Row>,
      options: QueryOptions<Row>,
    ): Promise<Page<Row>> {
      const loose = collection as unknown as Loose
      const limit = checkLimit(options.limit)
      const orderBy = totalOrder(loose, options.orderBy, tenant)
      const shared = [filter(collection, options.where), ...matching(adapter, loose, options.match)]
      if (options.cursor !== undefined && options.cursor !== null) {
        shared.push(afterCursor(loose, orderBy, decodeCursor(loose, orderBy, options.cursor)))
      }
      const branches = (options.branches ?? [{} as Where<Row>])
        .map((branch) => allOf([...shared, normaliseWhere(collection, branch, tenant)]))
        .filter((branch) => !isNever(branch))
      if (branches.length === 0) return { items: [], next: null }
      const rows = await adapter.query({ collection: collection.shape, branches, orderBy, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      const next = rows.length > limit && last ? encodeCursor(collection.name, orderBy, last) : null
      return { items: page.map((row) => fromStored<Row>(collection, row)), next }
    },

    async aggregate(collection, options) {
      const loose = collection as unknown as Loose
      const groupBy: readonly string[] = options.groupBy
      for (const field of groupBy) requireField(loose, field)
      const measures = Object.entries(options.measures).map(([as, measure]) => toMeasure(loose, as, measure))
      const known = new Set([...groupBy, ...measures.map((measure) => measure.as)])
      const named = (options.orderBy ?? []).map(([field, direction]) => orderTerm(field, direction))
      for (const term of named) {
        if (!known.has(term.field)) throw new SociusError('invalid_input', `Nothing to order by: "${term.field}".`)
      }
      const rest = groupBy.filter((field) => !named.some((term) => term.field === field))
      const orderBy = [...named, ...rest.map((field) => orderTerm(field, 'asc'))]
      const where = filter(collection, options.where)
      const limit = checkLimit(options.limit)
      if (isNever(where) && groupBy.length > 0) return []
      return (await adapter.aggregate({
        collection: collection.shape,
        where,
        groupBy,
        measures,
        orderBy,
        limit,
      })) as never
    },

    async insert(collection, rows) {
      const inserted: string[] = []
      // Of two rows with one id an insert keeps the first, as it would had they come one after the other.
      const first = [...rows].reverse()
      await writeInBatches(collection, first, async (batch) => {
        inserted.push(...(await adapter.insert({ collection: collection.shape, rows: batch })))
      })
      return inserted
    },

    async upsert(collection, rows) {
      if (collection.shape.sequence !== null) {
        throw new SociusError(
          'invalid_input',
          `${collection.name} numbers its rows: they are inserted, never replaced.`,
        )
      }
      const inserted: string[] = []
      const updated: string[] = []
      const count = await writeInBatches(collection, rows, async (batch) => {
        const outcome = await adapter.upsert({ collection: collection.shape, rows: batch })
        inserted.push(...outcome.inserted)
        updated.push(...outcome.updated)
      })
      return { inserted, updated, unchanged: count - inserted.length - updated.length }
    },

    async update(collection, change) {
      const loose = collection as unknown as Loose
      const where = filter(collection, change.where)
      const set = toChange(loose, change.set)
      const add = Object.entries(change.add ?? {}).filter(([, amount]) => amount !== undefined)
      for (const [field, amount] of add) {
        const { kind } = requireField(loose, field)
        const fits = kind === 'number' ? Number.isFinite(amount) : Number.isSafeInteger(amount) && kind !== 'string'
        if (!fits || kind === 'boolean')
          throw new SociusError('invalid_input', `${field} cannot be added to like that.`)
      }
      if (isNever(where) || (Object.keys(set).length === 0 && add.length === 0)) return 0
      return adapter.update({
        collection: collection.shape,
        where,
        set,
        add: Object.fromEntries(add) as Record<string, number>,
      })
    },

    async claim(collection, options) {
      const where = filter(collection, options.where)
      const orderBy = totalOrder(collection as unknown as Loose, options.orderBy, tenant)
      const set = toChange(collection as unknown as Loose, options.set)
      if (Object.keys(set).length === 0)
        throw new SociusError('invalid_input', 'A claim has to change the rows it takes.')
      const limit = checkLimit(options.limit)
      if (isNever(where)) return []
      const rows = await adapter.claim({ collection: collection.shape, where, orderBy, limit, set })
      return rows.map((row) => fromStored(collection, row))
    },

    async remove(collection, options) {
      const where = filter(collection, options.where)
      const limit = checkLimit(options.limit)
      return isNever(where) ? 0 : adapter.remove({ collection: collection.shape, where, limit })
    },

    transaction: (work) => adapter.transaction((inner) => work(createStore(inner, tenant))),
  }
  return store
}

function matching(adapter: StoreAdapter, collection: Loose, text: string | undefined): readonly Predicate[] {
  if (text === undefined) return []
  if (collection.shape.search === null) {
    throw new SociusError('invalid_input', `${collection.name} declares no fields for full-text search.`)
  }
  if (!adapter.search) throw new SociusError('unsupported', `The ${adapter.name} store has no full-text search.`)
  const words = searchWords(text)
  // A text without words asks for nothing; it must not turn into "everything".
  return words.length === 0 ? [{ op: 'or', any: [] }] : [{ op: 'match', words }]
}

function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxRows) return limit
  throw new SociusError('invalid_input', `A limit is a whole number from 1 to ${maxRows}.`)
}

function orderTerm(field: string, direction: 'asc' | 'desc'): OrderTerm {
  return { field, descending: direction === 'desc' }
}

function totalOrder<Row>(
  collection: Loose,
  orderBy: OrderBy<Row> | undefined,
  tenant: string | null,
): readonly OrderTerm[] {
  const terms = (orderBy ?? []).map(([field, direction]) => orderTerm(field, direction))
  for (const term of terms) requireField(collection, term.field)
  const descending = terms.at(-1)?.descending ?? false
  const keys = tenant === null ? ['tenant', 'id'] : ['id']
  const missing = keys.filter((key) => !terms.some((term) => term.field === key))
  return [...terms, ...missing.map((field) => ({ field, descending }))]
}

function toMeasure(collection: Loose, as: string, measure: unknown): Measure {
  if (measure === 'count') return { as, measure: 'count' }
  const [entry] = Object.entries(measure as Record<string, string>)
  const [name, field] = entry ?? []
  if (field === undefined || (name !== 'sum' && name !== 'min' && name !== 'max')) {
    throw new SociusError('invalid_input', `There is no measure like "${as}".`)
  }
  const { kind } = requireField(collection, field)
  if (name === 'sum' && kind !== 'integer' && kind !== 'number') {
    throw new SociusError('invalid_input', `${field} cannot be summed.`)
  }
  return { as, measure: name, field }
}

function toChange(collection: Loose, set: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  const change: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(set ?? {})) {
    if (value === undefined) continue
    const field = collection.fields.get(name)
    const fixed =
      name === 'id' || name === 'tenant' || name === collection.shape.search || name === collection.shape.sequence
    if (!field || fixed || collection.searchFields.includes(name)) {
      throw new SociusError('invalid_input', `${collection.name}.${name} cannot be set by an update.`)
    }
    change[name] = toStoredValue(collection.name, field, value)
  }
  return change
}
