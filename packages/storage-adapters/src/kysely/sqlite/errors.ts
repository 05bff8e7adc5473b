import { type ErrorReading, errorProperty, type StoreErrorCode } from '../errors.js'

// https://www.sqlite.org/rescode.html
const codes: Readonly<Record<number, readonly [name: string, code: StoreErrorCode]>> = {
  5: ['SQLITE_BUSY', 'store_conflict'],
  6: ['SQLITE_LOCKED', 'store_conflict'],
  10: ['SQLITE_IOERR', 'store_unavailable'],
  13: ['SQLITE_FULL', 'store_unavailable'],
  14: ['SQLITE_CANTOPEN', 'store_unavailable'],
}

/** node:sqlite gives numbers in `errcode`, better-sqlite3 names in `code`. */
export function readSqliteError(error: unknown): ErrorReading {
  const number = errorProperty(error, 'errcode')
  if (typeof number === 'number') {
    const [name, code] = codes[number & 0xff] ?? [`SQLite error ${number}`, 'store_rejected']
    return { code, reason: name }
  }
  const name = errorProperty(error, 'code')
  if (typeof name !== 'string') return { code: isClosed(error) ? 'store_unavailable' : 'store_rejected', reason: null }
  const known = Object.values(codes).find(([prefix]) => name === prefix || name.startsWith(`${prefix}_`))
  if (known) return { code: known[1], reason: name }
  return {
    code: name === 'ERR_INVALID_STATE' || isClosed(error) ? 'store_unavailable' : 'store_rejected',
    reason: name,
  }
}

// better-sqlite3 says that a database is closed by a plain TypeError, Kysely by a plain Error.
function isClosed(error: unknown): boolean {
  return error instanceof Error && /connection is not open|has already been destroyed/.test(error.message)
}

/** Whether another connection holds the database; a wait may help. */
export function isBusy(error: unknown): boolean {
  return readSqliteError(error).code === 'store_conflict'
}
