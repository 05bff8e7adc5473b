import type { Collection } from './collection.js'
import type { StoredRow } from './plan.js'
import { toStoredRow } from './row.js'
import { maxBatch } from './store.js'

/**
 * The rows as adapters store them, in batches that fit one statement: of rows with one key the last, sorted by key, so
 * that two writers take their locks in one order.
 * @throws `invalid_input` when one of them does not fit the collection.
 */
export function toBatches(
  collection: Collection<{ id: string }>,
  tenant: string | null,
  rows: readonly Readonly<Record<string, unknown>>[],
): StoredRow[][] {
  const byKey = new Map<string, StoredRow>()
  for (const row of rows) {
    const stored = toStoredRow(collection, tenant, row)
    // No text in the store holds U+0000.
    byKey.set(tenant === null ? `${String(stored['tenant'])}\0${String(stored['id'])}` : String(stored['id']), stored)
  }
  const keys = [...byKey.keys()].sort()
  const batches: StoredRow[][] = []
  for (let start = 0; start < keys.length; start += maxBatch) {
    const batch = keys.slice(start, start + maxBatch).map((key) => byKey.get(key))
    batches.push(batch.filter((row) => row !== undefined))
  }
  return batches
}
