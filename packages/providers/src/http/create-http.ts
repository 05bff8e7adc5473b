import { type Clock, type RateLimitFacts, SociusError, systemClock, throwIfAborted } from '@socius/core/provider'
import { exchange } from './exchange.js'
import { malformedError, statusError } from './http-error.js'
import { type Refused, readRefusal } from './limit-refusal.js'
import type { LimitTable } from './limit-table.js'
import { type ParseJsonOptions, parseJson } from './parse-json.js'
import { readRateLimit, readRetryAfter, waitFor } from './rate-limit.js'
import { guardUrl, type UrlGuardOptions, whyForbidden } from './url-guard.js'
import { readUsage } from './usage-gauge.js'

/** What every provider takes, whatever its platform. */
export interface HttpOptions extends UrlGuardOptions {
  /** Makes the requests: a proxy, a test, or a `fetch` that refuses names resolving to private addresses. */
  readonly fetch?: typeof globalThis.fetch
  /** Tells the time for resets given as a span. @default the system's clock */
  readonly clock?: Pick<Clock, 'now'>
  /** Milliseconds for one answer, body and redirects included. @default 30_000 */
  readonly timeout?: number
  /** Bytes of a body, unpacked; a larger answer is refused before its end. @default 10_000_000 */
  readonly maxBytes?: number
  /** Names the host to the platforms. @default 'Socius' with the project's address */
  readonly userAgent?: string
}

/** What a platform gave with its last full answer, so that it can answer "unchanged" to the next request. */
export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

export type QueryValue = string | number | boolean | readonly string[] | null | undefined

export interface HttpRequest extends ParseJsonOptions {
  readonly url: string | URL
  readonly signal: AbortSignal
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST'
  /** Added to the address; null and undefined are left out, a list repeats its name. */
  readonly query?: Readonly<Record<string, QueryValue>>
  /** Sent to the first origin only: a redirect elsewhere gets none of them but `accept`. */
  readonly headers?: Readonly<Record<string, string>>
  /** A body to send as JSON. */
  readonly json?: unknown
  /** Asks only for what has changed since; an unchanged source answers 304. */
  readonly validators?: Validators | null
  /** Statuses outside 2xx that the reader wants to see itself; every other one is thrown. */
  readonly expect?: readonly number[]
}

export interface HttpAnswer {
  readonly method: 'GET' | 'POST'
  /** 2xx, one that was expected, or 304 when validators were sent. */
  readonly status: number
  /** Where the answer came from, after redirects. */
  readonly url: URL
  /** Where the source says it now lives: the last address that only permanent redirects lead to, else null. */
  readonly movedTo: URL | null
  readonly headers: Headers
  readonly validators: Validators
  readonly rateLimit: RateLimitFacts | null
  /** Whether the platform's own table of limits takes this answer for a refusal; see {@link LimitTable}. */
  readonly refused: Refused | null
  /** Requests that were made: one, and one more for each redirect. */
  readonly calls: number
}

export interface BytesAnswer extends HttpAnswer {
  readonly bytes: Uint8Array
}

export interface JsonAnswer extends HttpAnswer {
  /** Parsed, not checked: read it with a tolerant schema. Null for 304 and 204. */
  readonly value: unknown
}

/**
 * Requests as the provider contract wants them (its rules 10 to 14): no retries, one time limit, a cap on the body,
 * redirects checked hop by hop, and every failure one of the contract's codes, without secrets.
 */
export interface Http {
  /** Milliseconds since the epoch, by the clock of the options. */
  now(): number
  /** Whether an address that a platform names may be fetched, by the rules of `guardUrl`. */
  mayFetch(url: URL): boolean
  /**
   * @throws `invalid_input` for an address that may not be fetched, `aborted`, `provider_unauthorized`,
   * `provider_forbidden`, `provider_not_found`, `provider_rate_limited`, `provider_unavailable`, `provider_rejected`,
   * `provider_malformed`
   */
  bytes(request: HttpRequest): Promise<BytesAnswer>
  /** As {@link Http.bytes}, and `provider_malformed` when a 2xx body is not JSON or too deep. */
  json(request: HttpRequest): Promise<JsonAnswer>
  /** The error that {@link Http.bytes} would have thrown for an expected answer, for readers that looked first. */
  statusError(answer: HttpAnswer): SociusError
  /** The error for an answer of another shape. @param problem the end of "The answer of example.com …" */
  malformed(answer: HttpAnswer, problem: string): SociusError
}

const defaultUserAgent = 'Socius (+https://www.npmjs.com/package/@socius/providers)'

/**
 * @param limits how the platform speaks of its limits, beyond what many platforms share.
 * @throws `invalid_option`
 */
export function createHttp(options: HttpOptions = {}, limits: LimitTable = {}): Http {
  const settings = readSettings(options)
  const now = (): number => settings.clock.now()
  const { gauges = [], refusals = [] } = limits
  const explains = (status: number): boolean => refusals.some(({ statuses }) => statuses.includes(status))

  async function bytes(request: HttpRequest): Promise<BytesAnswer> {
    throwIfAborted(request.signal)
    const { method = 'GET' } = request
    const isWanted = (status: number): boolean => isSuccess(status) || (request.expect?.includes(status) ?? false)
    const url = withQuery(guardUrl(request.url, options), request.query)
    const result = await exchange({
      fetch: settings.fetch,
      url,
      method,
      headers: headersOf(request, settings.userAgent),
      json: request.json,
      signal: request.signal,
      timeout: settings.timeout,
      maxBytes: settings.maxBytes,
      whyForbidden: (next) => whyForbidden(next, options),
      wantsBody: isWanted,
      usesBody: explains,
    })
    const answer: BytesAnswer = {
      method,
      status: result.status,
      url: result.url,
      movedTo: result.movedTo,
      headers: result.headers,
      validators: { etag: result.headers.get('etag'), lastModified: result.headers.get('last-modified') },
      rateLimit: readUsage(result.headers, gauges, now()) ?? readRateLimit(result.headers, now()),
      refused: readRefusal({ refusals, status: result.status, bytes: result.bytes, now: now() }),
      calls: result.calls,
      bytes: result.bytes ?? new Uint8Array(),
    }
    const unchanged = answer.status === 304 && Boolean(request.validators)
    if (!isWanted(answer.status) && !unchanged) throw failure(answer)
    return answer
  }

  function failure({ method, url, status, headers, rateLimit, refused }: HttpAnswer): SociusError {
    const retryAfter = readRetryAfter(headers, now()) ?? waitFor(rateLimit, now()) ?? refused?.retryAfter ?? null
    return statusError({ method, url, status, retryAfter, isLimit: refused !== null })
  }

  return {
    now,
    mayFetch: (url) => whyForbidden(url, options) === null,
    bytes,
    async json(request) {
      const headers = { accept: 'application/json', ...request.headers }
      const { bytes: body, ...answer } = await bytes({ ...request, headers })
      if (answer.status === 304 || answer.status === 204) return { ...answer, value: null }
      const parsed = parseJson(body, request)
      if ('value' in parsed) return { ...answer, value: parsed.value }
      if (!isSuccess(answer.status)) throw failure(answer)
      throw malformedError(answer, parsed.problem)
    },
    statusError: failure,
    malformed: malformedError,
  }
}

function readSettings(options: HttpOptions) {
  const { timeout = 30_000, maxBytes = 10_000_000, userAgent = defaultUserAgent } = options
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
    throw new SociusError('invalid_option', 'maxBytes is a whole number above 0.')
  }
  // A timer of more than 31 bits fires at once.
  if (!Number.isSafeInteger(timeout) || timeout < 1 || timeout >= 2 ** 31) {
    throw new SociusError('invalid_option', 'timeout is a whole number of milliseconds above 0, and below 25 days.')
  }
  if (!/^[\x20-\x7e]+$/.test(userAgent)) throw new SociusError('invalid_option', 'userAgent is printable ASCII.')
  const fetch: typeof globalThis.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  return { timeout, maxBytes, userAgent, fetch, clock: options.clock ?? systemClock }
}

function withQuery(url: URL, query: HttpRequest['query']): URL {
  const result = new URL(url)
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === null || value === undefined) continue
    const values = typeof value === 'object' ? value : [String(value)]
    for (const item of values) result.searchParams.append(name, item)
  }
  return result
}

function headersOf({ headers, validators }: HttpRequest, userAgent: string): Headers {
  const result = new Headers({ 'user-agent': userAgent, ...headers })
  if (validators?.etag) result.set('if-none-match', validators.etag)
  if (validators?.lastModified) result.set('if-modified-since', validators.lastModified)
  return result
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}
