import { type ErrorCode, isSociusError, type SociusError } from '../kernel/index.js'
import type { Answer } from './answer.js'
import { Refusal } from './refusal.js'

interface Meaning {
  readonly status: number
  readonly title: string
  /** A matter of the host's: callers learn that it failed, the log learns why. */
  readonly isPrivate?: true
}

/** What each code is over HTTP. A fault of a platform is that of a gateway's other side: 502, or 503 when it may pass. */
const meanings: Readonly<Record<ErrorCode, Meaning>> = {
  invalid_option: { status: 500, title: 'Something is set up wrongly', isPrivate: true },
  invalid_input: { status: 400, title: 'The input does not fit' },
  invalid_cursor: { status: 400, title: 'The cursor does not fit' },
  not_found: { status: 404, title: 'There is no such thing' },
  unauthenticated: { status: 401, title: 'It is not known who asks' },
  forbidden: { status: 403, title: 'This is not allowed' },
  conflict: { status: 409, title: 'The state does not allow this' },
  consent_required: { status: 403, title: 'No consent covers this' },
  unsupported: { status: 501, title: 'This is not supported' },
  // The caller has gone: only logs of what stands between ever see it.
  aborted: { status: 499, title: 'The call was aborted' },
  busy: { status: 503, title: 'Somebody else is at work on this' },
  unreachable: { status: 502, title: 'The other side cannot be reached' },
  store_unavailable: { status: 503, title: 'The store cannot be reached', isPrivate: true },
  store_conflict: { status: 503, title: 'Too many wanted to write the same', isPrivate: true },
  store_rejected: { status: 500, title: 'The store refused', isPrivate: true },
  schema_drift: { status: 500, title: 'The store differs from what is needed', isPrivate: true },
  provider_unauthorized: { status: 502, title: 'The platform wants a new login' },
  provider_forbidden: { status: 502, title: 'The platform does not allow this' },
  provider_not_found: { status: 404, title: 'The platform does not have this' },
  provider_rate_limited: { status: 503, title: 'The platform wants fewer requests' },
  provider_unavailable: { status: 503, title: 'The platform cannot be reached' },
  provider_rejected: { status: 502, title: 'The platform refused' },
  provider_malformed: { status: 502, title: 'The platform’s answer does not fit' },
  internal: { status: 500, title: 'Something went wrong', isPrivate: true },
}

/** What a failure looks like to the caller: RFC 9457, with the fields of a {@link SociusError}. */
export interface Problem {
  /** `urn:socius:error:<code>`. */
  readonly type: string
  /** The same for every problem of the type. */
  readonly title: string
  readonly status: number
  /** What it was this time, where that is for the caller to know. */
  readonly detail?: string
  readonly code: ErrorCode
  readonly retryable: boolean
  /** Milliseconds; the `Retry-After` header has whole seconds. */
  readonly retryAfter?: number
  readonly details: Readonly<Record<string, unknown>>
}

/** The problem that an error is. What is no {@link SociusError} is `internal`, and nothing of its text is told. */
export function problemOf(error: unknown): Problem {
  const known: SociusError | null = isSociusError(error) ? error : null
  // Another copy of this package may throw a code that this one does not know.
  const code = known && Object.hasOwn(meanings, known.code) ? known.code : 'internal'
  const { status, title, isPrivate } = meanings[code]
  const told = isPrivate ? null : known
  return {
    type: `urn:socius:error:${code}`,
    title,
    status: error instanceof Refusal ? error.status : status,
    ...(told && { detail: told.message }),
    code,
    retryable: known?.retryable ?? false,
    ...(known?.retryAfter !== undefined && { retryAfter: known.retryAfter }),
    details: told?.details ?? {},
  }
}

/** The problem as an answer. */
export function problemAnswer(problem: Problem, headers: Readonly<Record<string, string>> = {}): Answer {
  const { status, retryAfter } = problem
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryAfter !== undefined && { 'retry-after': String(Math.max(0, Math.ceil(retryAfter / 1000))) }),
      ...headers,
    },
    body: JSON.stringify(problem),
  }
}
