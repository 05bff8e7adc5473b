import type { StoreAdapter } from '@socius/core/store'
import { aroundCalls, type StoreCall } from './around-calls.js'

/** An adapter that remembers what was asked of it. */
export interface CountingStore extends StoreAdapter {
  /** How many reads and writes there were, in transactions too. A transaction itself does not count. */
  readonly count: number
  /** Each of them, in order. */
  readonly calls: readonly StoreCall[]
  /** Forgets them. */
  reset(): void
}

/**
 * Counts the calls that reach an adapter, to hold an operation to its statement budget.
 * @example
 * const counting = countingStore(memoryStore())
 * const social = await createSocius({ store: counting })
 * counting.reset()
 * await social.feed.home(actor, { limit: 20 })
 * expect(counting.count, JSON.stringify(counting.calls)).toBeLessThanOrEqual(5)
 */
export function countingStore(adapter: StoreAdapter): CountingStore {
  const calls: StoreCall[] = []
  const counted = aroundCalls(adapter, {
    call(call, run) {
      calls.push(call)
      return run()
    },
    transaction: (work, run) => run(work),
  })
  return {
    ...counted,
    get count() {
      return calls.length
    },
    calls,
    reset() {
      calls.length = 0
    },
  }
}
