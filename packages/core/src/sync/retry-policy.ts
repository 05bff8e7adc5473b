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
