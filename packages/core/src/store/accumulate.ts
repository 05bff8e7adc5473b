import { SociusError } from '../kernel/index.js'
import { type Loose, toAdditions } from './call-options.js'
import { allOf, equals } from './normalise.js'
import type { AccumulatePlan, StoredRow } from './plan.js'
import { toStoredRow } from './row.js'
import type { StoreAdapter } from './store-adapter.js'

/** @throws `invalid_input` for a row that does not fit the collection, and where nothing is added. */
export function toAccumulation(
  collection: Loose,
  tenant: string | null,
  options: { readonly row: { readonly id: string }; readonly add: Readonly<Record<string, number | undefined>> },
): AccumulatePlan {
  const { name, shape } = collection
  if (shape.sequence !== null) {
    throw new SociusError('invalid_input', `${name} numbers its rows: they are inserted, never added to.`)
  }
  const add = toAdditions(collection, options.add, {})
  if (Object.keys(add).length === 0) throw new SociusError('invalid_input', `${name}: there is nothing to add.`)
  const row: StoredRow = { ...options.row }
  for (const [field, amount] of Object.entries(add)) row[field] = Number(row[field] ?? 0) + amount
  return { collection: shape, row: toStoredRow(collection, tenant, row), add }
}

/** For adapters that cannot do it at once: every part of it is exact, and together they are one transaction. */
export function accumulateInSteps(adapter: StoreAdapter, { collection, row, add }: AccumulatePlan): Promise<StoredRow> {
  const tenant = String(row['tenant'])
  const id = String(row['id'])
  const where = allOf([equals('tenant', tenant), equals('id', id)])
  return adapter.transaction(async (inner) => {
    const change = { collection, where, set: {}, add }
    const isThere = (await inner.update(change)) === 1
    // Of two first uses at once one finds the other's row.
    if (!isThere && (await inner.insert({ collection, rows: [row] })).length === 0) await inner.update(change)
    const [stored] = await inner.get({ collection, tenant, ids: [id] })
    if (stored) return stored
    throw new SociusError('store_conflict', 'The row was removed while it was added to.', { retryable: true })
  })
}
