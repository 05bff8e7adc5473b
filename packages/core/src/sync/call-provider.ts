import { type Clock, isSociusError, SociusError, throwIfAborted } from '../kernel/index.js'

/** How a call that failed for a passing reason is repeated. */
export interface RetryPolicy {
  /** Calls in all, the first included. */
  readonly attempts: number
  /** Milliseconds: the longest wait before the second call; it doubles with each further one. */
  readonly base: number
  /** Milliseconds: no wait is longer. A platform that asks for more ends the run, which goes on when it is next due. */
  readonly longest: number
}

export const defaultRetryPolicy: RetryPolicy = { attempts: 5, base: 500, longest: 60_000 }

export interface CallOptions {
  readonly policy: RetryPolicy
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  readonly signal: AbortSignal
  /** Told of every request that is made. */
  onAttempt(): void
}

/**
 * Makes a call to a platform, and makes it again while the failure may pass: full jitter (a wait is drawn evenly from
 * zero to its limit, see "Exponential Backoff And Jitter", AWS Architecture Blog, 2015), or as long as the platform says.
 * The one place in the SDK that retries a platform.
 */
export async function callProvider<Answer>(call: () => Promise<Answer>, options: CallOptions): Promise<Answer> {
  const { policy, clock, signal } = options
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(signal)
    options.onAttempt()
    try {
      return await call()
    } catch (cause) {
      const error = asProviderError(cause)
      if (!error.retryable || attempt >= policy.attempts) throw error
      const wait = waitBefore(attempt, error, options)
      if (wait > policy.longest) throw error
      await clock.wait(wait, signal)
    }
  }
}

function waitBefore(attempt: number, error: SociusError, { policy, random }: CallOptions): number {
  const drawn = random() * Math.min(policy.longest, policy.base * 2 ** (attempt - 1))
  // Everybody whom the platform told the same moment would come back at that moment: a little is added.
  return Math.ceil(error.retryAfter === undefined ? drawn : error.retryAfter + random() * policy.base)
}

/** Whatever a reader throws, as an error of ours. */
export function asProviderError(cause: unknown): SociusError {
  if (isSociusError(cause)) return cause
  return new SociusError('internal', 'A provider failed in a way that it does not declare.', { cause })
}
