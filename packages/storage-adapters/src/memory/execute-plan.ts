import type {
  AccumulatePlan,
  ClaimPlan,
  GetPlan,
  QueryPlan,
  RemovePlan,
  StoredRow,
  UpdatePlan,
  UpsertOutcome,
  WritePlan,
} from '@socius/core/store'
import { compareRows, valueOf } from './order.js'
import { type FindTable, matchingRows } from './predicate.js'
import { decodeRow, encodeRow } from './stored-row.js'
import { rowsUnder, type Table } from './table.js'

export function getRows(find: FindTable, plan: GetPlan): StoredRow[] {
  const table = find(plan.collection.name)
  const ids = new Set(plan.ids)
  const rows =
    plan.tenant === null
      ? [...table.rows(null)].filter((row) => ids.has(String(row['id'])))
      : rowsUnder(table, plan.tenant, plan.ids)
  return rows.map((row) => decodeRow(table.shape, row, plan.fields))
}

export function queryRows(find: FindTable, plan: QueryPlan): StoredRow[] {
  const table = find(plan.collection.name)
  const union = new Set(plan.branches.flatMap((branch) => matchingRows(find, table, branch)))
  return [...union]
    .sort(compareRows(plan.orderBy))
    .slice(0, plan.limit)
    .map((row) => decodeRow(table.shape, row))
}

export function insertRows(find: FindTable, plan: WritePlan): string[] {
  const table = find(plan.collection.name)
  const inserted: string[] = []
  // Encoded before anything is written: a row that cannot be stored leaves none of its neighbours behind.
  for (const row of plan.rows.map((raw) => encodeRow(table.shape, raw))) {
    if (storedUnderKeyOf(table, row)) continue
    table.put(withSequence(table, row))
    inserted.push(String(row['id']))
  }
  return inserted
}

export function upsertRows(find: FindTable, plan: WritePlan): UpsertOutcome {
  const table = find(plan.collection.name)
  const { compare, keep } = plan.collection
  const inserted: string[] = []
  const updated: string[] = []
  for (const next of plan.rows.map((raw) => encodeRow(table.shape, raw))) {
    const stored = storedUnderKeyOf(table, next)
    if (!stored) {
      table.put(withSequence(table, next))
      inserted.push(String(next['id']))
    } else if (compare === null || valueOf(stored, compare) !== valueOf(next, compare)) {
      for (const field of keep) next[field] = stored[field]
      table.put(next)
      updated.push(String(next['id']))
    }
  }
  return { inserted, updated }
}

export function updateRows(find: FindTable, plan: UpdatePlan): number {
  const table = find(plan.collection.name)
  const set = encodeRow(table.shape, plan.set)
  const matching = matchingRows(find, table, plan.where)
  for (const row of matching) {
    const next = { ...row, ...set }
    for (const [field, amount] of Object.entries(plan.add)) next[field] = Number(row[field] ?? 0) + amount
    table.put(next)
  }
  return matching.length
}

export function accumulateRow(find: FindTable, plan: AccumulatePlan): StoredRow {
  const table = find(plan.collection.name)
  const stored = storedUnderKeyOf(table, plan.row)
  const next = stored ? { ...stored } : encodeRow(table.shape, plan.row)
  if (stored) for (const [field, amount] of Object.entries(plan.add)) next[field] = Number(stored[field] ?? 0) + amount
  table.put(next)
  return decodeRow(table.shape, next)
}

/** Writers take turns, so no row is ever held by another transaction. */
export function claimRows(find: FindTable, plan: ClaimPlan): StoredRow[] {
  const table = find(plan.collection.name)
  const set = encodeRow(table.shape, plan.set)
  const first = matchingRows(find, table, plan.where).sort(compareRows(plan.orderBy)).slice(0, plan.limit)
  return first.map((row) => {
    const next = { ...row, ...set }
    table.put(next)
    return decodeRow(table.shape, next)
  })
}

export function removeRows(find: FindTable, plan: RemovePlan): number {
  const table = find(plan.collection.name)
  const matching = matchingRows(find, table, plan.where).slice(0, plan.limit)
  for (const row of matching) table.delete(String(row['tenant']), String(row['id']))
  return matching.length
}

function storedUnderKeyOf(table: Table, row: StoredRow): StoredRow | undefined {
  return table.get(String(row['tenant']), String(row['id']))
}

function withSequence(table: Table, row: StoredRow): StoredRow {
  const { sequence } = table.shape
  return sequence === null ? row : { ...row, [sequence]: table.nextSequence() }
}
