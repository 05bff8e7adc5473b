import { type ErrorCode, SociusError } from '@socius/core/provider'

/** What an error may say about the request that it belongs to: never its query, its headers or a body. */
export interface RequestFacts {
  readonly method: string
  readonly url: URL
}

export interface StatusFacts extends RequestFacts {
  readonly status: number
  /** Milliseconds to wait, when the answer says so. */
  readonly retryAfter: number | null
  /** Whether the answer means "too many calls" though its status may be another. */
  readonly isLimit: boolean
}

/** The error for a status that the reader did not ask to see. */
export function statusError(facts: StatusFacts): SociusError {
  const { code, retryable } = statusMeaning(facts.isLimit ? 429 : facts.status)
  return new SociusError(code, `${describe(facts)} answered ${facts.status}.`, {
    retryable,
    ...(retryable && facts.retryAfter !== null ? { retryAfter: facts.retryAfter } : {}),
    details: { ...detailsOf(facts), status: facts.status },
  })
}

function statusMeaning(status: number): { code: ErrorCode; retryable: boolean } {
  if (status === 401) return { code: 'provider_unauthorized', retryable: false }
  if (status === 403) return { code: 'provider_forbidden', retryable: false }
  if (status === 404 || status === 410) return { code: 'provider_not_found', retryable: false }
  if (status === 429) return { code: 'provider_rate_limited', retryable: true }
  if (status === 408 || status >= 500) return { code: 'provider_unavailable', retryable: true }
  if (status >= 400) return { code: 'provider_rejected', retryable: false }
  return { code: 'provider_malformed', retryable: false }
}

/**
 * The error for a request without an answer. `cause` is read for its code and then dropped: what a network library
 * writes into its messages may repeat the whole address.
 */
export function connectionError(facts: RequestFacts, cause: unknown): SociusError {
  return new SociusError('provider_unavailable', `${describe(facts)} could not be reached.`, {
    retryable: true,
    details: { ...detailsOf(facts), reason: systemCode(cause) },
  })
}

export function timeoutError(facts: RequestFacts, milliseconds: number): SociusError {
  return new SociusError('provider_unavailable', `${describe(facts)} gave no full answer within ${milliseconds} ms.`, {
    retryable: true,
    details: { ...detailsOf(facts), reason: 'TIMEOUT' },
  })
}

/** @param problem what was wrong with the answer, as the end of a sentence, without text from it. */
export function malformedError(facts: RequestFacts, problem: string): SociusError {
  return new SociusError('provider_malformed', `The answer of ${facts.url.host} ${problem}.`, {
    details: detailsOf(facts),
  })
}

function describe({ method, url }: RequestFacts): string {
  return `${method} ${url.host}${url.pathname}`
}

function detailsOf({ method, url }: RequestFacts): Record<string, unknown> {
  return { method, host: url.host, path: url.pathname }
}

/** The system's own word for a failure, such as ECONNRESET, from wherever in the chain of causes it stands. */
function systemCode(error: unknown): string {
  let current = error
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    if ('code' in current && typeof current.code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(current.code)) {
      return current.code
    }
    current = 'cause' in current ? current.cause : undefined
  }
  return 'UNKNOWN'
}
