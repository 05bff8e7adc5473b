import { SociusError, type StoredRow } from '@socius/core/store'
import { type Fragment, join, sql } from './sql.js'
import type { Table } from './table.js'

/** The insert of one row, as the beginning of a statement. */
export function insertOne(table: Table, row: StoredRow): Fragment {
  const ids = table.written.map(({ id }) => id)
  const values = table.written.map(({ field, encode }) => sql`${encode(row[field.name])}`)
  return sql`insert into ${table.id} (${join(ids, ', ')}) values (${join(values, ', ')})`
}

/** The row that a statement gave back. */
export function onlyRow(table: Table, rows: Record<string, unknown>[]): StoredRow {
  const [row] = table.decode(rows)
  if (row) return row
  throw new SociusError('store_rejected', 'The database gave nothing back of a row that it wrote.')
}
