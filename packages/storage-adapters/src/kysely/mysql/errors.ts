import { type ErrorReading, errorProperty, isNetworkCode } from '../errors.js'

// https://mariadb.com/kb/en/mariadb-error-code-reference/: lock wait, deadlock, changed since read, no wait.
const conflicts = new Set([1205, 1213, 1020, 3572])
/** Too many connections, credentials, no such database, shutdown, limits of the account. */
const unavailable = new Set([1040, 1044, 1045, 1049, 1053, 1129, 1130, 1203, 1226, 1698])
const duplicateKey = 1062
const missingIndex = 1176
const syntaxError = 1064

export function readMysqlError(error: unknown): ErrorReading {
  const number = errorProperty(error, 'errno')
  const code = errorProperty(error, 'code')
  const reason = code === null ? null : String(code)
  if (isNetworkCode(code) || reason?.startsWith('PROTOCOL_') === true || reason?.startsWith('HANDSHAKE_') === true) {
    return { code: 'store_unavailable', reason }
  }
  if (typeof number === 'number' && conflicts.has(number)) return { code: 'store_conflict', reason }
  if (typeof number === 'number' && unavailable.has(number)) return { code: 'store_unavailable', reason }
  // The driver's own errors about its connections have no number.
  const message = error instanceof Error ? error.message : ''
  const lost = typeof number !== 'number' && /closed|connection|been destroyed/i.test(message)
  return { code: lost ? 'store_unavailable' : 'store_rejected', reason }
}

/** Whether a row was refused because its key is taken; `error` may be what the session made of it. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && errorProperty(error.cause, 'errno') === duplicateKey
}

/** Whether the server does not know such a statement; `error` may be what the session made of it. */
export function isSyntaxError(error: unknown): boolean {
  return error instanceof Error && errorProperty(error.cause, 'errno') === syntaxError
}

/** Whether a statement named an index that is not there; `error` may be what the session made of it. */
export function isMissingIndex(error: unknown): boolean {
  return error instanceof Error && errorProperty(error.cause, 'errno') === missingIndex
}
