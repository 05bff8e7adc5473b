/** What is known of an account's place in the queue. */
export interface QueueFacts {
  readonly now: number
  /** When the account is due. */
  readonly dueAt: number
  /** Accounts of the same source that have been due for longer. */
  readonly before: number
  /** Milliseconds that a run of an account takes, as a mean of late; null when nothing is known. */
  readonly meanRun: number | null
  /** Calls that a run makes, as a mean of late. */
  readonly meanCalls: number
  /** Runs that go on side by side. */
  readonly concurrency: number
  /** When the source may be called again. */
  readonly closedUntil: number
  /** The limit that is known of its activities; null when none is. */
  readonly limit: {
    readonly calls: number
    readonly remaining: number
    readonly resetAt: number
    readonly period: number
  } | null
}

/**
 * When the account's turn is to be expected: once it is due and its source may be called, after those before it. The limit
 * counts too: calls that do not fit into what is left wait for as many resets as they need.
 */
export function expectTurn(facts: QueueFacts): number {
  const { now, dueAt, before, meanRun, concurrency, closedUntil, limit } = facts
  const start = Math.max(now, dueAt, closedUntil)
  const work = Math.floor(before / concurrency) * (meanRun ?? 0)
  const calls = before * facts.meanCalls
  if (limit === null || calls < limit.remaining) return Math.ceil(start + work)
  const resets = Math.floor((calls - limit.remaining) / Math.max(1, limit.calls))
  return Math.ceil(Math.max(start + work, limit.resetAt + resets * limit.period))
}
