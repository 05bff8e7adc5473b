import type { VirtualClock } from '../virtual-clock.js'

export interface RateLimitOptions {
  readonly calls: number
  /** Milliseconds. */
  readonly per: number
}

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
  let end = -Infinity
  let spent = 0

  function headers(remaining: number, resetAt: number): Record<string, string> {
    return {
      'ratelimit-limit': String(calls),
      'ratelimit-reset': String(Math.floor(resetAt / 1000)),
      'ratelimit-remaining': String(Math.max(0, remaining)),
      'ratelimit-policy': `${calls};w=${Math.floor(per / 1000)}`,
    }
  }

  function openWindow(): void {
    if (clock.now() < end) return
    end = Math.ceil((clock.now() + per) / 1000) * 1000
    spent = 0
  }

  return {
    spend() {
      openWindow()
      spent += 1
      return { isOver: spent > calls, headers: headers(calls - spent, end) }
    },
    usedUp(resetAt) {
      openWindow()
      return headers(0, Math.ceil((resetAt ?? end) / 1000) * 1000)
    },
    reset() {
      end = -Infinity
    },
  }
}
