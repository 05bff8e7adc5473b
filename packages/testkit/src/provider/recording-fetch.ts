import { untilAborted } from '../network/until-aborted.js'
import type { PlatformAnswers } from './provider-suite-options.js'

export interface RecordingFetch {
  readonly fetch: typeof globalThis.fetch
  /** Every request that was made. */
  readonly requests: readonly Request[]
}

/** A `fetch` that asks the platform, keeps every request, and obeys its signal as a real one does. */
export function recordingFetch(answer: PlatformAnswers): RecordingFetch {
  const requests: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    request.signal.throwIfAborted()
    // A request that nobody holds is collected, and with it the signal that would end it.
    requests.push(request)
    return Promise.race([Promise.resolve(answer(request)), untilAborted(request.signal)])
  }
  return { fetch, requests }
}

/** The request as a fixture writes it. */
export function print({ method, url }: Request): string {
  return `${method} ${url}`
}
