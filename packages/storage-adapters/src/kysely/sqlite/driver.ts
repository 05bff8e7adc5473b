import { SociusError } from '@socius/core/store'
import type { SqliteDatabase } from 'kysely'
import type { BoundLists } from '../session.js'

/** What is used of a statement, of `node:sqlite` and of better-sqlite3 alike. */
export interface SqliteStatement {
  all(...parameters: unknown[]): unknown[]
  run(...parameters: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  /** better-sqlite3 only. */
  readonly reader?: boolean
  /** better-sqlite3: an object for each column. node:sqlite: the same. */
  columns(): readonly { readonly name: string }[]
  /** node:sqlite only: rows as lists of values. */
  setReturnArrays?(enabled: boolean): void
  /** better-sqlite3 only: rows as lists of values. */
  raw?(enabled: boolean): unknown
}

/** A database handle of `node:sqlite` or of better-sqlite3 (13 or later). */
export interface SqliteHandle {
  prepare(sql: string): SqliteStatement
  exec(sql: string): unknown
  close(): unknown
}

const maxStatements = 256

/**
 * The handle as Kysely's SQLite dialect takes it. Statements are prepared once: preparing one costs more than running
 * it. Rows come as lists and become plain objects here, which is twice as fast as the objects of `node:sqlite`, whose
 * prototype is null.
 * @param onWrite Told how often a statement that writes has run.
 */
export function keepStatements(handle: SqliteHandle, onWrite: (rows: number) => void = () => {}): SqliteDatabase {
  const known = new Map<string, ReturnType<SqliteDatabase['prepare']>>()
  return {
    close: () => void handle.close(),
    prepare(sql) {
      const found = known.get(sql)
      if (found) return found
      const isWrite = /^(insert|update|delete)\b/.test(sql)
      const statement = wrapStatement(handle.prepare(sql), onWrite, isWrite)
      // Statements of structure and of rare filters must not push out those that every page uses: the oldest goes.
      if (known.size >= maxStatements) for (const [oldest] of known) if (known.delete(oldest)) break
      known.set(sql, statement)
      return statement
    },
  }
}

const affectedOf = Symbol('affected')

interface ListOfLists extends ReadonlyArray<readonly unknown[]> {
  readonly [affectedOf]: number[]
}

/**
 * Lists of values that a statement of {@link keepStatements} runs through one by one: for writes three times faster than
 * a call for each, and a fifth faster than one statement for many rows.
 */
export function bindEach(lists: readonly (readonly unknown[])[]): BoundLists {
  const affected: number[] = []
  return { parameters: Object.assign([...lists], { [affectedOf]: affected }), affected }
}

function isListOfLists(parameters: readonly unknown[]): parameters is ListOfLists {
  return affectedOf in parameters
}

function wrapStatement(
  statement: SqliteStatement,
  onWrite: (rows: number) => void,
  isWrite: boolean,
): ReturnType<SqliteDatabase['prepare']> {
  const reader = statement.reader ?? statement.columns().length > 0
  const names = reader ? statement.columns().map((column) => column.name) : []
  if (reader) {
    statement.setReturnArrays?.(true)
    statement.raw?.(true)
  }
  const all = (parameters: readonly unknown[]): unknown[] => {
    if (isWrite) onWrite(1)
    const rows = statement.all(...parameters) as unknown[][] // lists, as asked above
    return rows.map((values) => {
      const row: Record<string, unknown> = {}
      for (let i = 0; i < names.length; i++) row[names[i] ?? ''] = values[i]
      return row
    })
  }
  return {
    reader,
    all,
    run(parameters) {
      onWrite(1)
      if (!isListOfLists(parameters)) return statement.run(...parameters)
      for (const list of parameters) parameters[affectedOf].push(Number(statement.run(...list).changes))
      onWrite(parameters.length)
      return { changes: parameters.length, lastInsertRowid: 0 }
    },
    *iterate(parameters) {
      yield* all(parameters)
    },
  }
}

interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => SqliteHandle
}

/** @throws `invalid_option` where the runtime has no SQLite of its own. */
export function requireNodeSqlite(): NodeSqlite {
  // Asked for at run time: a bundler must not look for it, and nothing is loaded before the first use.
  const loaded = process.getBuiltinModule?.('node:sqlite') as NodeSqlite | undefined
  if (loaded?.DatabaseSync) return loaded
  throw new SociusError('invalid_option', 'This runtime has no node:sqlite: pass a better-sqlite3 database instead.')
}

/**
 * Opens a file, or memory for `:memory:`.
 * @param pagesUntilCheckpoint After so many pages in the log a commit writes them back. @default SQLite's own
 */
export function openNodeSqlite(path: string, pagesUntilCheckpoint = 1000): SqliteHandle {
  const { DatabaseSync } = requireNodeSqlite()
  const handle = new DatabaseSync(path)
  try {
    handle.exec('pragma busy_timeout = 1000')
    handle.exec('pragma journal_mode = wal')
    handle.exec('pragma synchronous = normal')
    handle.exec('pragma foreign_keys = on')
    handle.exec('pragma temp_store = memory')
    handle.exec('pragma cache_size = -65536')
    handle.exec('pragma mmap_size = 268435456')
    handle.exec(`pragma wal_autocheckpoint = ${pagesUntilCheckpoint}`)
    handle.exec('pragma journal_size_limit = 67108864')
    // From here on the store waits by itself, without blocking the event loop.
    handle.exec('pragma busy_timeout = 0')
  } catch (error) {
    handle.close()
    throw error
  }
  return handle
}
