/** Why something failed. The set is closed: a host can switch over it, and HTTP maps each code to one status. */
export const errorCodes = [
  'invalid_option',
  'invalid_input',
  'invalid_cursor',
  'not_found',
  'unauthenticated',
  'forbidden',
  'conflict',
  'consent_required',
  'unsupported',
  'aborted',
  'busy',
  'unreachable',
  'store_unavailable',
  'store_conflict',
  'store_rejected',
  'schema_drift',
  'provider_unauthorized',
  'provider_forbidden',
  'provider_not_found',
  'provider_rate_limited',
  'provider_unavailable',
  'provider_rejected',
  'provider_malformed',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

export interface SociusErrorOptions {
  /** Whether the same call may succeed later without any change. @default false */
  retryable?: boolean
  /** Milliseconds to wait before a retry, when the other side said so. */
  retryAfter?: number
  cause?: unknown
  /** Facts for logs and for the caller. Never secrets, never text that a person wrote. */
  details?: Readonly<Record<string, unknown>>
}

// A host may load two copies of this package: the marker is shared by both, a class is not.
const marker = Symbol.for('socius.error')

/** The one error that this SDK throws. Test it with {@link isSociusError}. */
export class SociusError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly retryAfter: number | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: SociusErrorOptions = {}) {
    const { retryable = false, retryAfter, details = {}, cause } = options
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'SociusError'
    this.code = code
    this.retryable = retryable
    this.retryAfter = retryAfter
    this.details = details
    Object.defineProperty(this, marker, { value: true })
  }

  /** What may leave the process: no cause, no stack. */
  toJSON(): { code: ErrorCode; message: string; retryable: boolean; retryAfter?: number; details: object } {
    const { code, message, retryable, retryAfter, details } = this
    return { code, message, retryable, ...(retryAfter !== undefined && { retryAfter }), details }
  }
}

/** Whether `error` is a {@link SociusError}, of `code` if one is given, from any copy of the package. */
export function isSociusError(error: unknown, code?: ErrorCode): error is SociusError {
  if (typeof error !== 'object' || error === null || !(marker in error)) return false
  return code === undefined || (error as { code?: unknown }).code === code
}
