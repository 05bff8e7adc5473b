import { type ErrorCode, isSociusError } from '@socius/core/client'

/** Why something did not happen, for a caller that has words for each code. */
export interface Failure {
  readonly code: ErrorCode
  /** Whether the same may succeed later without any change. */
  readonly retryable: boolean
  /** Milliseconds to wait before, where the other side has said so. */
  readonly retryAfter: number | null
  /** Facts beside the code: the `reason` of a `consent_required`, say. */
  readonly details: Readonly<Record<string, unknown>>
  /** What was thrown. */
  readonly error: unknown
}

/** What was thrown, by its code; `internal` where it has none. */
export function failureOf(error: unknown): Failure {
  if (!isSociusError(error)) return { code: 'internal', retryable: false, retryAfter: null, details: {}, error }
  const { code, retryable, retryAfter = null, details } = error
  return { code, retryable, retryAfter, details, error }
}
