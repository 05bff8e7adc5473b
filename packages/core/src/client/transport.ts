import { isSociusError, SociusError, throwIfAborted } from '../kernel/index.js'
import { errorOf } from './read-problem.js'

export interface TransportOptions {
  /** Where the handler is, its base path included: `https://host.example/social`, or `/social` in a page of the host's. */
  url: string
  /** @default the platform's */
  fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** What every request carries, such as a token; a function is asked before each. @default nothing */
  headers?: Readonly<Record<string, string>> | (() => HeadersToSend | Promise<HeadersToSend>)
  /** Whether cookies go along to another origin. @default the platform's: to the same origin only */
  credentials?: 'include' | 'omit' | 'same-origin'
}

type HeadersToSend = Readonly<Record<string, string>>

/** Makes requests below one address, and turns every way in which one can fail into an error of ours. */
export interface Transport {
  /** @throws SociusError what the server answered; `unreachable` when it did not; `aborted`. */
  send(path: string, init: SendOptions): Promise<Response>
}

export interface SendOptions {
  headers?: HeadersToSend
  /** JSON, which makes it a POST. */
  body?: string | null
  signal?: AbortSignal | undefined
}

export function createTransport(options: TransportOptions): Transport {
  const { fetch = (url, init) => globalThis.fetch(url, init), headers: own = {}, credentials } = options
  const base = options.url.replace(/\/+$/, '')
  return {
    async send(path, { headers, body = null, signal }) {
      // What the host's own function throws is the host's.
      const carried = typeof own === 'function' ? await own() : own
      try {
        const response = await fetch(`${base}/${path}`, {
          method: body === null ? 'GET' : 'POST',
          headers: { ...headers, ...carried },
          body,
          signal: signal ?? null,
          ...(credentials && { credentials }),
        })
        if (response.ok) return response
        throw await errorOf(response)
      } catch (error) {
        throwIfAborted(signal)
        throw failureOf(error)
      }
    },
  }
}

/** What it means that a request, or the reading of its answer, threw. */
export function failureOf(error: unknown): SociusError {
  if (isSociusError(error)) return error
  return new SociusError('unreachable', 'The connection failed.', {
    retryable: true,
    cause: error,
  })
}
