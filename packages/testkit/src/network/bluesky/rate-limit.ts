import { createCallWindow, type RateLimitOptions } from '../call-window.js'
import type { VirtualClock } from '../virtual-clock.js'

/** The limit that the public servers name: 3,000 calls in five minutes. */
export const publicLimit: RateLimitOptions = { calls: 3000, per: 300_000 }

export interface RateLimit {
  /** Counts a call. */
  spend(): { isOver: boolean; headers: Record<string, string> }
  /** The headers of a used-up limit. @param resetAt milliseconds since the epoch; null for the window's own end */
  usedUp(resetAt: number | null): Record<string, string>
  reset(): void
}

/** A fixed window that begins with its first call and ends on a whole second, since that is what the headers can say. */
export function createRateLimit({ calls, per }: RateLimitOptions, clock: VirtualClock): RateLimit {
  const window = createCallWindow(calls, clock, (now) => Math.ceil((now + per) / 1000) * 1000)

  function headers(remaining: number, resetAt: number): Record<string, string> {
    return {
      'ratelimit-limit': String(calls),
      'ratelimit-reset': String(Math.floor(resetAt / 1000)),
      'ratelimit-remaining': String(remaining),
      'ratelimit-policy': `${calls};w=${Math.floor(per / 1000)}`,
    }
  }

  return {
    spend() {
      const { isOver, remaining, resetAt } = window.spend()
      return { isOver, headers: headers(remaining, resetAt) }
    },
    usedUp: (resetAt) => headers(0, Math.ceil((resetAt ?? window.end()) / 1000) * 1000),
    reset: () => window.reset(),
  }
}
