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
  const stored = rows.map((row) => toStoredRow(collection, tenant, row))
  if (!isAscending(stored)) stored.sort(byKey)
  // Sorting keeps the order of equals: the last of them is the one that was given last.
  const last = stored.filter(
    (row, position) => position === stored.length - 1 || byKey(row, stored[position + 1]) !== 0,
  )
  const batches: StoredRow[][] = []
  for (let start = 0; start < last.length; start += maxBatch) batches.push(last.slice(start, start + maxBatch))
  return batches
}

function isAscending(rows: readonly StoredRow[]): boolean {
  return rows.every((row, position) => position === 0 || byKey(rows[position - 1], row) < 0)
}

function byKey(left: StoredRow | undefined, right: StoredRow | undefined): number {
  return order(left?.['tenant'], right?.['tenant']) || order(left?.['id'], right?.['id'])
}

/** Both are text. */
function order(left: unknown, right: unknown): number {
  if (left === right) return 0
  return String(left) < String(right) ? -1 : 1
}
