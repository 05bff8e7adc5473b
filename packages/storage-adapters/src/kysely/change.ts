import type { StoredRow, UpdatePlan } from '@socius/core/store'
import { type Fragment, join, nothing, sql } from './sql.js'
import type { Table } from './table.js'

/**
 * The assignments of an update. A field that is both set and added to is added to: both see the row as it was.
 * @param of The name under which the statement knows the row as it was, where a column alone could be another's.
 */
export function compileChange(
  table: Table,
  { set, add }: Pick<UpdatePlan, 'set' | 'add'>,
  of: Fragment = nothing,
): Fragment {
  const assignments: Fragment[] = []
  for (const [field, value] of Object.entries(set)) {
    if (field in add) continue
    const column = table.column(field)
    assignments.push(sql`${column.id} = ${column.encode(value)}`)
  }
  for (const [field, amount] of Object.entries(add)) {
    const { id } = table.column(field)
    assignments.push(sql`${id} = coalesce(${of}${id}, 0) + ${amount}`)
  }
  return join(assignments, ', ')
}

/** The rows as they are after the change: every claimed row gets the same values. */
export function withChange(
  table: Table,
  rows: readonly StoredRow[],
  set: Readonly<Record<string, unknown>>,
): StoredRow[] {
  const columns = Object.keys(set).map((field) => table.column(field))
  for (const row of rows) {
    for (const { field, encode, decode } of columns) {
      // By way of the stored form, so that no two rows share a json value.
      const stored = encode(set[field.name])
      row[field.name] = stored === null || decode === null ? stored : decode(stored)
    }
  }
  return [...rows]
}
