import type { AggregatePlan, Measure, StoredRow } from '@socius/core/store'
import { compareRows, compareValues, valueOf } from './order.js'
import { type FindTable, matchingRows } from './predicate.js'

/** One row per group: its fields and its measures. */
export function aggregateRows(find: FindTable, plan: AggregatePlan): StoredRow[] {
  const groups = new Map<string, StoredRow[]>()
  if (plan.groupBy.length === 0) groups.set('[]', [])
  for (const row of matchingRows(find, find(plan.collection.name), plan.where)) {
    const key = JSON.stringify(plan.groupBy.map((field) => valueOf(row, field)))
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  const rows = [...groups.values()].map((members) => {
    const row: StoredRow = {}
    for (const field of plan.groupBy) row[field] = members[0] ? valueOf(members[0], field) : null
    for (const measure of plan.measures) row[measure.as] = measureRows(members, measure)
    return row
  })
  return rows.sort(compareRows(plan.orderBy)).slice(0, plan.limit)
}

function measureRows(rows: readonly StoredRow[], measure: Measure): unknown {
  if (measure.measure === 'count') return rows.length
  const values = rows.map((row) => valueOf(row, measure.field)).filter((value) => value !== null)
  switch (measure.measure) {
    case 'sum':
      return values.reduce((total: number, value) => total + Number(value), 0)
    case 'distinct':
      return new Set(values).size
    case 'min':
      return values.sort(compareValues).at(0) ?? null
    case 'max':
      return values.sort(compareValues).at(-1) ?? null
  }
}
