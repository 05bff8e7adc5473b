import type { PlatformAnswers } from './provider-suite-options.js'

/** One request that was made. */
export interface RecordedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
}

export interface RecordingFetch {
  readonly fetch: typeof globalThis.fetch
  readonly requests: readonly RecordedRequest[]
}

/** A `fetch` that asks the platform, keeps every request, and obeys its signal as a real one does. */
export function recordingFetch(answer: PlatformAnswers): RecordingFetch {
  const requests: RecordedRequest[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const { method, url, headers, signal } = request
    signal.throwIfAborted()
    requests.push({ method, url, headers })
    return Promise.race([Promise.resolve(answer(request)), untilAborted(signal)])
  }
  return { fetch, requests }
}

/** Never resolves; rejects with the signal's reason, which is the caller's own. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
  })
}

/** The request as a fixture writes it. */
export function print({ method, url }: RecordedRequest): string {
  return `${method} ${url}`
}
