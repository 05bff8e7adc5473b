import { isSociusError, SociusError } from '@socius/core/store'

export type StoreErrorCode = 'store_conflict' | 'store_unavailable' | 'store_rejected'

/** What an engine makes of its driver's error: the code, and the driver's own name for it. */
export interface ErrorReading {
  readonly code: StoreErrorCode
  /** A driver's error code, which holds no data; the driver's message may. */
  readonly reason: string | null
}

export type ReadError = (error: unknown) => ErrorReading

const messages: Record<StoreErrorCode, string> = {
  store_conflict: 'The database gave way to another transaction.',
  store_unavailable: 'The database cannot be reached.',
  store_rejected: 'The database refused the statement.',
}

/** The driver's error as one that may leave the adapter: its message says nothing of connections or values. */
export function toStoreError(error: unknown, read: ReadError): SociusError {
  if (isSociusError(error)) return error as SociusError
  const { code, reason } = read(error)
  return new SociusError(code, reason === null ? messages[code] : `${messages[code]} (${reason})`, {
    retryable: code !== 'store_rejected',
    cause: error,
  })
}

/** A property of something that was thrown, if it is text or a number. */
export function errorProperty(error: unknown, name: string): string | number | null {
  if (typeof error !== 'object' || error === null) return null
  const value: unknown = (error as Record<string, unknown>)[name]
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

/** Codes of Node's network layer: no server there, or it went away. */
export function isNetworkCode(code: string | number | null): boolean {
  return typeof code === 'string' && networkCodes.has(code)
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EACCES',
])
