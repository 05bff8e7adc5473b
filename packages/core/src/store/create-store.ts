import { type Page, SociusError } from '../kernel/index.js'
import { accumulateInSteps, toAccumulation } from './accumulate.js'
import {
  checkId,
  checkLimit,
  type Loose,
  matching,
  orderTerm,
  requireOwnField,
  toAdditions,
  toChange,
  toMeasure,
  totalOrder,
} from './call-options.js'
import type { Collection, CollectionShape } from './collection.js'
import { afterCursor, decodeCursor, encodeCursor } from './cursor.js'
import { allOf, equals, isNever, normaliseWhere, requireField } from './normalise.js'
import type { Predicate, StoredRow } from './plan.js'
import { type AccumulateOptions, maxBatch, type QueryOptions, type Store } from './store.js'
import type { StoreAdapter } from './store-adapter.js'
import type { Where } from './where.js'
import { toBatches } from './write-batches.js'

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

  /** What each batch came to. Several are one transaction: a call is written whole or not at all. */
  async function writeInBatches<Row extends { id: string }, Outcome>(
    collection: Collection<Row>,
    rows: readonly Row[],
    write: (on: StoreAdapter, batch: readonly StoredRow[]) => Promise<Outcome>,
  ): Promise<{ count: number; outcomes: Outcome[] }> {
    const batches = toBatches(
      collection as unknown as Loose,
      tenant,
      rows as readonly Readonly<Record<string, unknown>>[],
    )
    const writeAll = async (on: StoreAdapter) => {
      const outcomes: Outcome[] = []
      for (const batch of batches) outcomes.push(await write(on, batch))
      return outcomes
    }
    const outcomes = batches.length > 1 ? await adapter.transaction(writeAll) : await writeAll(adapter)
    return { count: batches.reduce((sum, batch) => sum + batch.length, 0), outcomes }
  }

  /** The rows of the ids, in their order, a batch a statement. */
  async function readRows(
    collection: { readonly name: string; readonly shape: CollectionShape },
    ids: readonly string[],
    fields?: readonly string[],
  ): Promise<(StoredRow | null)[]> {
    const distinct = [...new Set(ids.map((id) => checkId(collection.name, id)))]
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

    async pick<Row extends { id: string }, Field extends keyof Row & string>(
      collection: Collection<Row>,
      ids: readonly string[],
      fields: readonly Field[],
    ): Promise<(Pick<Row, Field> | null)[]> {
      for (const field of fields) requireOwnField(collection as unknown as Loose, field)
      const rows = await readRows(collection, ids, fields.some((field) => field === 'id') ? fields : ['id', ...fields])
      // An adapter may give more than it was asked for.
      return rows.map(
        (row) => row && (Object.fromEntries(fields.map((field) => [field, row[field]])) as Pick<Row, Field>),
      )
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
      if (known.size !== groupBy.length + measures.length) {
        throw new SociusError('invalid_input', 'Group fields and measures need names that differ.')
      }
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
      // Of two rows with one id an insert keeps the first, as it would had they come one after the other.
      const { outcomes } = await writeInBatches(collection, rows.toReversed(), (on, batch) =>
        on.insert({ collection: collection.shape, rows: batch }),
      )
      return outcomes.flat()
    },

    async upsert(collection, rows) {
      if (collection.shape.sequence !== null) {
        throw new SociusError(
          'invalid_input',
          `${collection.name} numbers its rows: they are inserted, never replaced.`,
        )
      }
      const { count, outcomes } = await writeInBatches(collection, rows, (on, batch) =>
        on.upsert({ collection: collection.shape, rows: batch }),
      )
      const inserted = outcomes.flatMap((outcome) => outcome.inserted)
      const updated = outcomes.flatMap((outcome) => outcome.updated)
      return { inserted, updated, unchanged: count - inserted.length - updated.length }
    },

    async update(collection, change) {
      const loose = collection as unknown as Loose
      const where = filter(collection, change.where)
      const set = toChange(loose, change.set)
      const add = toAdditions(loose, change.add, set)
      if (isNever(where) || (Object.keys(set).length === 0 && Object.keys(add).length === 0)) return 0
      return adapter.update({ collection: collection.shape, where, set, add })
    },

    async accumulate<Row extends { id: string }>(
      collection: Collection<Row>,
      options: AccumulateOptions<Row>,
    ): Promise<Row> {
      const plan = toAccumulation(collection as unknown as Loose, tenant, options)
      const row = await (adapter.accumulate ? adapter.accumulate(plan) : accumulateInSteps(adapter, plan))
      return fromStored<Row>(collection, row)
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
