import type { StoredRow, UpsertOutcome } from '@socius/core/store'
import { isMostlyNew, rememberOutcome } from '../novelty.js'
import { retried } from '../retry.js'
import type { Session } from '../session.js'
import { type Fragment, nothing, raw, sql } from '../sql.js'
import { type ReadValues, readStored } from '../stored-values.js'
import type { Column, Table } from '../table.js'
import { isDuplicate } from './errors.js'
import { mysqlGrammar } from './grammar.js'

/** A statement's packet has to stay below what servers take at once, 16 MiB where nobody changed it. */
const maxValues = 60_000
const maxAttempts = 10

/**
 * A row that another transaction inserts meanwhile makes the statement fail as a whole; what is stored is then read
 * again, this time waiting for it. Rows that the store numbers are never there already, so they are written at once;
 * others are not, since an insert that fails shares a lock with whoever else fails, and both then wait for each other.
 */
export function insertRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<string[]> {
  return retried(session, () =>
    untilDistinct(async (attempt) => {
      const areNew = attempt === 1 && table.shape.sequence !== null
      const stored = areNew ? [] : await readStored(rows, readValues(session, table, table.column('id'), attempt > 1))
      const fresh = rows.filter((_, position) => stored[position] === undefined)
      await writeRows(session, table, fresh, nothing)
      return idsOf(fresh)
    }),
  )
}

/**
 * What is stored is read first, and most of a batch is mostly there already. Rows that differ are read once more under
 * their locks, so that the outcome is exact even if others wrote in between.
 */
export async function upsertRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<UpsertOutcome> {
  const outcome = await retried(session, () => upsertOnce(session, table, rows))
  return rememberOutcome(table, outcome, rows.length)
}

async function upsertOnce(session: Session, table: Table, rows: readonly StoredRow[]): Promise<UpsertOutcome> {
  const first = isMostlyNew(table) ? { fresh: rows, changed: [] } : await split(session, table, rows, false)
  if (first.fresh.length === 0 && first.changed.length === 0) return { inserted: [], updated: [] }
  if (first.changed.length === 0) {
    try {
      await writeRows(session, table, first.fresh, nothing)
      return { inserted: idsOf(first.fresh), updated: [] }
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
  }
  return session.savepoint((inner) => writeLocked(inner, table, [...first.fresh, ...first.changed]))
}

function writeLocked(session: Session, table: Table, rows: readonly StoredRow[]): Promise<UpsertOutcome> {
  return untilDistinct(async () => {
    const { fresh, changed } = await split(session, table, rows, true)
    await writeRows(session, table, fresh, nothing)
    if (table.replaced.length > 0) await writeRows(session, table, changed, replacing(table))
    return { inserted: idsOf(fresh), updated: idsOf(changed) }
  })
}

async function untilDistinct<Result>(write: (attempt: number) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write(attempt)
    } catch (error) {
      if (attempt === maxAttempts || !isDuplicate(error)) throw error
    }
  }
}

interface Split {
  readonly fresh: readonly StoredRow[]
  readonly changed: readonly StoredRow[]
}

async function split(session: Session, table: Table, rows: readonly StoredRow[], locked: boolean): Promise<Split> {
  const { compare } = table.shape
  const column = table.column(compare ?? 'id')
  const stored = await readStored(rows, readValues(session, table, column, locked))
  const fresh: StoredRow[] = []
  const changed: StoredRow[] = []
  rows.forEach((row, position) => {
    const before = stored[position]
    if (before === undefined) fresh.push(row)
    else if (compare === null || before !== column.encode(row[compare])) changed.push(row)
  })
  return { fresh, changed }
}

function readValues(session: Session, table: Table, column: Column, locked: boolean): ReadValues {
  const id = table.column('id')
  return async (tenant, ids) => {
    const found = await session.run(sql`select ${id.id} as id, ${column.id} as value from ${table.id}
      where ${table.column('tenant').id} = ${tenant} and ${mysqlGrammar.filters.inList(id, id.id, ids, false)}${
        locked ? raw(' for update') : nothing
      }`)
    return found.rows
  }
}

function idsOf(rows: readonly StoredRow[]): string[] {
  return rows.map((row) => String(row['id']))
}

async function writeRows(session: Session, table: Table, rows: readonly StoredRow[], suffix: Fragment): Promise<void> {
  const perStatement = Math.floor(maxValues / table.written.length)
  if (rows.length <= perStatement) {
    if (rows.length > 0) await session.execute(insertStatement(table, rows, suffix))
    return
  }
  await session.savepoint(async (inner) => {
    for (let start = 0; start < rows.length; start += perStatement) {
      await inner.execute(insertStatement(table, rows.slice(start, start + perStatement), suffix))
    }
  })
}

function insertStatement(table: Table, rows: readonly StoredRow[], suffix: Fragment) {
  const parameters: unknown[] = []
  for (const row of rows) for (const column of table.written) parameters.push(column.encode(row[column.field.name]))
  const names = table.written.map(({ name }) => `\`${name}\``).join(', ')
  const marks = `(${table.written.map(() => '?').join(', ')})`
  const values = Array.from({ length: rows.length }, () => marks).join(', ')
  return { sql: `insert into ${table.qualified} (${names}) values ${values}${suffix.text[0] ?? ''}`, parameters }
}

/** The rows are there and locked: every one of them is replaced. */
function replacing(table: Table): Fragment {
  const set = table.replaced.map(({ name }) => `\`${name}\` = values(\`${name}\`)`)
  return raw(` on duplicate key update ${set.join(', ')}`)
}
