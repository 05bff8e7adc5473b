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
  let stored = rows.map((row) => toStoredRow(collection, tenant, row))
  const isAscending = stored.every((row, place) => place === 0 || byKey(stored[place - 1] ?? row, row) < 0)
  if (!isAscending) {
    stored.sort(byKey)
    // Sorting keeps the order of equals: the last of them is the one that was given last.
    stored = stored.filter((row, position) => {
      const after = stored[position + 1]
      return !after || byKey(row, after) !== 0
    })
  }
  const batches: StoredRow[][] = []
  for (let start = 0; start < stored.length; start += maxBatch) batches.push(stored.slice(start, start + maxBatch))
  return batches
}

function byKey(left: StoredRow, right: StoredRow): number {
  return order(left['tenant'], right['tenant']) || order(left['id'], right['id'])
}

/** Both are text. */
function order(left: unknown, right: unknown): number {
  if (left === right) return 0
  return (left as string) < (right as string) ? -1 : 1
}
