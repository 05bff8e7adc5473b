import { SociusError } from '@socius/core/provider'
import ky from 'ky'
import { connectionError, malformedError, type RequestFacts, timeoutError } from './http-error.js'
import { BodyTooLarge, discardBody, readBody, rejectOnAbort } from './read-body.js'

export interface ExchangeOptions {
  readonly fetch: typeof globalThis.fetch
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: Headers
  readonly json: unknown
  readonly signal: AbortSignal
  /** Milliseconds for everything, redirects and body included. */
  readonly timeout: number
  readonly maxBytes: number
  /** Judges each address that a redirect names; null lets it pass. */
  readonly whyForbidden: (url: URL) => string | null
  /** Whether the body of an answer with this status is to be read. */
  readonly wantsBody: (status: number) => boolean
  /** Whether it is worth reading otherwise: a body that cannot be read is then left out. */
  readonly usesBody?: (status: number) => boolean
}

export interface ExchangeResult {
  readonly status: number
  readonly headers: Headers
  readonly url: URL
  readonly movedTo: URL | null
  /** Null when the body was not wanted, or was only of use and could not be read. */
  readonly bytes: Uint8Array | null
  readonly calls: number
}

const maxRedirects = 5
const permanentRedirects = new Set([301, 308])
const redirects = new Set([301, 302, 303, 307, 308])

// What another origin may see of a request: nothing that identifies the account.
const harmlessHeaders = ['accept', 'accept-language', 'user-agent', 'if-none-match', 'if-modified-since']

/** One request and its redirects, under one time limit. Every failure is an error of the provider contract. */
export async function exchange(options: ExchangeOptions): Promise<ExchangeResult> {
  // Not AbortSignal.any: the sources hold what it returns weakly, and an answer that never comes would wait for ever.
  const stop = new AbortController()
  const abort = (): void => stop.abort(options.signal.reason)
  options.signal.addEventListener('abort', abort, { once: true })
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    stop.abort()
  }, options.timeout)
  const facts = { method: options.method, url: options.url }
  try {
    return await followRedirects(options, stop.signal, facts)
  } catch (error) {
    if (options.signal.aborted) {
      throw new SociusError('aborted', 'The call was aborted.', { cause: options.signal.reason })
    }
    if (timedOut) throw timeoutError(facts, options.timeout)
    if (error instanceof BodyTooLarge) throw malformedError(facts, `is larger than ${options.maxBytes} bytes`)
    if (error instanceof SociusError) throw error
    throw connectionError(facts, error)
  } finally {
    clearTimeout(timer)
    options.signal.removeEventListener('abort', abort)
  }
}

async function followRedirects(
  options: ExchangeOptions,
  signal: AbortSignal,
  facts: { method: string; url: URL },
): Promise<ExchangeResult> {
  let headers = options.headers
  let movedTo: URL | null = null
  let onlyPermanent = true
  for (let calls = 1; ; calls += 1) {
    const response = await send(options, facts.url, headers, signal)
    const { status } = response
    // A browser hides where a redirect leads.
    if (response.type === 'opaqueredirect') throw malformedError(facts, 'is a redirect that cannot be followed here')
    if (!redirects.has(status)) {
      const bytes = await readWanted(response, options, signal)
      return { status, headers: response.headers, url: facts.url, movedTo, bytes, calls }
    }
    discardBody(response)
    const next = readLocation(response, facts)
    const reason = options.whyForbidden(next)
    if (reason) throw malformedError(facts, `leads to an address that may not be fetched: ${reason}`)
    if (options.method !== 'GET') throw malformedError(facts, `is a redirect of a ${options.method}`)
    if (calls > maxRedirects) throw malformedError(facts, `came after more than ${maxRedirects} redirects`)
    if (next.origin !== facts.url.origin) headers = keepHarmless(headers)
    onlyPermanent &&= permanentRedirects.has(status)
    if (onlyPermanent) movedTo = next
    facts.url = next
  }
}

// An explanation is short; a server that refuses a call may go on for ever.
const longestExplanation = 100_000

async function readWanted(
  response: Response,
  { maxBytes, wantsBody, usesBody, signal: stop }: ExchangeOptions,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  if (wantsBody(response.status)) return readBody(response, { maxBytes, signal })
  if (usesBody?.(response.status)) {
    try {
      return await readBody(response, { maxBytes: Math.min(maxBytes, longestExplanation), signal })
    } catch (error) {
      // Whoever was refused need not wait for the reason: only the caller's own signal ends the call.
      if (stop.aborted) throw error
      return null
    }
  }
  discardBody(response)
  return null
}

async function send(options: ExchangeOptions, url: URL, headers: Headers, signal: AbortSignal): Promise<Response> {
  const aborted = rejectOnAbort(signal)
  const request = ky(url, {
    method: options.method,
    headers,
    ...(options.json === undefined ? {} : { json: options.json }),
    signal,
    fetch: options.fetch,
    redirect: 'manual',
    // Sync owns every retry, and the time limit here covers the body too.
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
  })
  try {
    // A host's own fetch may not watch the signal.
    return await Promise.race([request, aborted.promise])
  } finally {
    aborted.dispose()
  }
}

function readLocation(response: Response, facts: RequestFacts): URL {
  const location = response.headers.get('location')
  if (location === null || !URL.canParse(location, facts.url)) throw malformedError(facts, 'is a redirect to nowhere')
  return new URL(location, facts.url)
}

function keepHarmless(headers: Headers): Headers {
  const kept = new Headers()
  for (const name of harmlessHeaders) {
    const value = headers.get(name)
    if (value !== null) kept.set(name, value)
  }
  return kept
}
