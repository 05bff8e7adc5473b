import { SociusError } from './error.js'

/** Time, injected: nothing outside this file asks the platform what time it is. */
export interface Clock {
  /** Whole milliseconds since the epoch. */
  now(): number
  /**
   * Resolves after `milliseconds`.
   * @throws `aborted` when the signal fires first.
   */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The platform's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const abort = () => {
        clearTimeout(timer)
        reject(abortError(signal))
      }
      if (signal?.aborted) return reject(abortError(signal))
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }, milliseconds)
      signal?.addEventListener('abort', abort, { once: true })
    }),
}

/** @throws `aborted` when the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal)
}

function abortError(signal: AbortSignal | undefined): SociusError {
  return new SociusError('aborted', 'The call was aborted.', { cause: signal?.reason })
}
