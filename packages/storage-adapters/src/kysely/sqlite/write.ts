import type { StoredRow, UpsertOutcome } from '@socius/core/store'
import type { Session } from '../session.js'
import { join, sql } from '../sql.js'
import { type Column, keyOf, type Table } from '../table.js'
import { sqliteEngine } from './engine.js'

/** Enough that the way to the driver is not felt, few enough that each statement is prepared quickly. */
const rowsPerStatement = 20
/** `node:sqlite` holds the event loop while it works; after this many rows others get their turn. */
const rowsPerTurn = 100

export async function insertRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<string[]> {
  const fresh = await session.savepoint(async (inner) => {
    const stored = await readStored(inner, table, rows, table.column('id'))
    const missing = rows.filter((row) => !stored.has(keyOf(row['tenant'], row['id'])))
    await writeRows(inner, table, missing)
    return missing
  })
  await yieldAfter(rows.length)
  return fresh.map((row) => String(row['id']))
}

/** The write lock is held from the start, so that what is read is still true when the rows are written. */
export async function upsertRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<UpsertOutcome> {
  const { compare } = table.shape
  const column = table.column(compare ?? 'id')
  const outcome = await session.savepoint(async (inner) => {
    const stored = await readStored(inner, table, rows, column)
    const fresh: StoredRow[] = []
    const changed: StoredRow[] = []
    for (const row of rows) {
      const before = stored.get(keyOf(row['tenant'], row['id']))
      if (before === undefined) fresh.push(row)
      else if (compare === null || before !== column.encode(row[compare])) changed.push(row)
    }
    await writeRows(inner, table, fresh)
    await replaceRows(inner, table, changed)
    return { inserted: fresh.map((row) => String(row['id'])), updated: changed.map((row) => String(row['id'])) }
  })
  await yieldAfter(rows.length)
  return outcome
}

/** One column of the rows that are stored under these rows' keys, by key. */
async function readStored(
  session: Session,
  table: Table,
  rows: readonly StoredRow[],
  column: Column,
): Promise<Map<string, unknown>> {
  const byTenant = Map.groupBy(rows, (row) => String(row['tenant']))
  const id = table.column('id')
  const stored = new Map<string, unknown>()
  for (const [tenant, ofTenant] of byTenant) {
    const ids = ofTenant.map((row) => String(row['id']))
    const found = await session.run(sql`select ${join([id.id, column.id], ', ')} from ${table.id}
      where ${table.column('tenant').id} = ${tenant} and ${sqliteEngine.filters.inList(id, id.id, ids, false)}`)
    for (const row of found.rows) stored.set(keyOf(tenant, row['id']), row[column.name])
  }
  return stored
}

async function writeRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<void> {
  const { written } = table
  for (let start = 0; start < rows.length; ) {
    const count = rows.length - start >= rowsPerStatement ? rowsPerStatement : 1
    const parameters: unknown[] = []
    for (const row of rows.slice(start, start + count)) {
      for (const column of written) parameters.push(column.encode(row[column.field.name]))
    }
    await session.execute({ sql: insertText(table, count), parameters })
    start += count
  }
}

async function replaceRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<void> {
  const columns = [...table.replaced, table.column('tenant'), table.column('id')]
  if (table.replaced.length === 0) return
  for (const row of rows) {
    const parameters = columns.map((column) => column.encode(row[column.field.name]))
    await session.execute({ sql: replaceText(table), parameters })
  }
}

const texts = new WeakMap<Table, Map<string, string>>()

function keep(table: Table, name: string, make: () => string): string {
  const known = texts.get(table) ?? new Map<string, string>()
  texts.set(table, known)
  const text = known.get(name) ?? make()
  known.set(name, text)
  return text
}

function insertText(table: Table, count: number): string {
  return keep(table, `insert ${count}`, () => {
    const names = table.written.map((column) => `"${column.name}"`).join(', ')
    const row = `(${table.written.map(() => '?').join(', ')})`
    return `insert into ${table.qualified} (${names}) values ${Array.from({ length: count }, () => row).join(', ')}`
  })
}

function replaceText(table: Table): string {
  return keep(table, 'replace', () => {
    const set = table.replaced.map((column) => `"${column.name}" = ?`).join(', ')
    return `update ${table.qualified} set ${set} where "tenant" = ? and "id" = ?`
  })
}

function yieldAfter(rows: number): Promise<void> {
  return rows < rowsPerTurn ? Promise.resolve() : new Promise((resolve) => setImmediate(resolve))
}
