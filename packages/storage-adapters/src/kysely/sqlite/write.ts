import type { StoredRow, UpsertOutcome } from '@socius/core/store'
import { isMostlyNew, rememberOutcome } from '../novelty.js'
import type { Session } from '../session.js'
import { readStored, type StoredValue } from '../stored-values.js'
import type { Column, Table } from '../table.js'
import { padded } from './padded.js'

/** On a host's instance: enough that the way to the driver is not felt, few enough that each is prepared quickly. */
const rowsPerStatement = 20
/** `node:sqlite` holds the event loop while it works; after this many rows others get their turn. */
const rowsPerTurn = 50

export async function insertRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<string[]> {
  const written = await session.atomically(async (inner) => {
    if (inner.executeEach) {
      const affected = await inTurns(
        inner.executeEach,
        insertText(table, 1, skipping),
        rows.map(valuesOf(table.written)),
      )
      return rows.filter((_, position) => affected[position] === 1)
    }
    const id = table.column('id')
    const stored = await readStored(rows, (tenant, ids) => readValues(inner, table, id, tenant, ids))
    const missing = rows.filter((_, position) => stored[position] === undefined)
    await writeRows(inner, table, missing)
    return missing
  })
  await yieldAfter(rows.length)
  return idsOf(written)
}

/** The write lock is held from the start, so that what is read is still true when the rows are written. */
export async function upsertRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<UpsertOutcome> {
  const outcome = await session.atomically((inner) => {
    const each = isMostlyNew(table) ? inner.executeEach : null
    return each ? insertFirst(inner, table, rows, each) : readFirst(inner, table, rows)
  })
  await yieldAfter(rows.length)
  return rememberOutcome(table, outcome, rows.length)
}

async function readFirst(session: Session, table: Table, rows: readonly StoredRow[]): Promise<UpsertOutcome> {
  const { compare } = table.shape
  const column = table.column(compare ?? 'id')
  const stored = await readStored(rows, (tenant, ids) => readValues(session, table, column, tenant, ids))
  const fresh: StoredRow[] = []
  const changed: StoredRow[] = []
  rows.forEach((row, position) => {
    const before = stored[position]
    if (before === undefined) fresh.push(row)
    else if (compare === null || before !== column.encode(row[compare])) changed.push(row)
  })
  await writeRows(session, table, fresh)
  await replaceRows(session, table, changed)
  return { inserted: idsOf(fresh), updated: idsOf(changed) }
}

async function insertFirst(
  session: Session,
  table: Table,
  rows: readonly StoredRow[],
  executeEach: NonNullable<Session['executeEach']>,
): Promise<UpsertOutcome> {
  const affected = await inTurns(executeEach, insertText(table, 1, skipping), rows.map(valuesOf(table.written)))
  const inserted = idsOf(rows.filter((_, position) => affected[position] === 1))
  if (inserted.length === rows.length) return { inserted, updated: [] }
  const there = rows.filter((_, position) => affected[position] === 0)
  const { updated } = await readFirst(session, table, there)
  return { inserted, updated }
}

function idsOf(rows: readonly StoredRow[]): string[] {
  return rows.map((row) => String(row['id']))
}

async function readValues(
  session: Session,
  table: Table,
  column: Column,
  tenant: string,
  ids: readonly string[],
): Promise<readonly StoredValue[]> {
  const asked = padded(ids)
  const found = await session.execute({ sql: readText(table, column, asked.length), parameters: [tenant, ...asked] })
  return found.rows
}

async function writeRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<void> {
  const lists = rows.map(valuesOf(table.written))
  if (session.executeEach) {
    if (lists.length > 0) await inTurns(session.executeEach, insertText(table, 1), lists)
    return
  }
  for (let start = 0; start < lists.length; ) {
    const count = lists.length - start >= rowsPerStatement ? rowsPerStatement : 1
    await session.execute({ sql: insertText(table, count), parameters: lists.slice(start, start + count).flat() })
    start += count
  }
}

async function replaceRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<void> {
  if (table.replaced.length === 0) return
  const lists = rows.map(valuesOf([...table.replaced, table.column('tenant'), table.column('id')]))
  if (session.executeEach) {
    if (lists.length > 0) await inTurns(session.executeEach, replaceText(table), lists)
    return
  }
  for (const parameters of lists) await session.execute({ sql: replaceText(table), parameters })
}

function valuesOf(columns: readonly Column[]): (row: StoredRow) => unknown[] {
  const names = columns.map(({ field }) => field.name)
  const encoders = columns.map(({ encode }) => encode)
  return (row) => names.map((name, position) => encoders[position]?.(row[name]))
}

const texts = new WeakMap<Table, Map<string, string>>()

function keep(table: Table, name: string, make: () => string): string {
  const known = texts.get(table) ?? new Map<string, string>()
  texts.set(table, known)
  const text = known.get(name) ?? make()
  known.set(name, text)
  return text
}

const skipping = ' on conflict ("tenant", "id") do nothing'

function insertText(table: Table, count: number, suffix = ''): string {
  return keep(table, `insert ${count}${suffix}`, () => {
    const names = table.written.map((column) => `"${column.name}"`).join(', ')
    const row = `(${table.written.map(() => '?').join(', ')})`
    return `insert into ${table.qualified} (${names}) values ${Array.from({ length: count }, () => row).join(', ')}${suffix}`
  })
}

function readText(table: Table, column: Column, count: number): string {
  return keep(table, `read ${column.name} ${count}`, () => {
    const ids = Array.from({ length: count }, () => '?').join(', ')
    return `select "id" as id, "${column.name}" as value from ${table.qualified} where "tenant" = ? and "id" in (${ids})`
  })
}

function replaceText(table: Table): string {
  return keep(table, 'replace', () => {
    const set = table.replaced.map((column) => `"${column.name}" = ?`).join(', ')
    return `update ${table.qualified} set ${set} where "tenant" = ? and "id" = ?`
  })
}

/** Runs the statement for each list, some at a time: a wide table with a full-text index takes long over each row. */
async function inTurns(
  executeEach: NonNullable<Session['executeEach']>,
  sql: string,
  lists: readonly (readonly unknown[])[],
): Promise<readonly number[]> {
  if (lists.length <= rowsPerTurn) return executeEach(sql, lists)
  const affected: number[] = []
  for (let start = 0; start < lists.length; start += rowsPerTurn) {
    affected.push(...(await executeEach(sql, lists.slice(start, start + rowsPerTurn))))
    await nextTurn()
  }
  return affected
}

function yieldAfter(rows: number): Promise<void> {
  return rows < rowsPerTurn ? Promise.resolve() : nextTurn()
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
