import type { VirtualClock } from './virtual-clock.js'

export interface RateLimitOptions {
  readonly calls: number
  /** Milliseconds. */
  readonly per: number
}

/** Calls counted in windows of a fixed length. */
export interface CallWindow {
  /** Counts a call. */
  spend(): Spent
  /** The moment that the window ends at, by milliseconds since the epoch. */
  end(): number
  /** Forgets what was spent. */
  reset(): void
}

export interface Spent {
  readonly isOver: boolean
  readonly remaining: number
  /** Milliseconds since the epoch. */
  readonly resetAt: number
}

/** @param endOf when a window ends that begins at a moment */
export function createCallWindow(calls: number, clock: VirtualClock, endOf: (now: number) => number): CallWindow {
  let end = -Infinity
  let spent = 0

  function open(): void {
    if (clock.now() < end) return
    end = endOf(clock.now())
    spent = 0
  }

  return {
    spend() {
      open()
      spent += 1
      return { isOver: spent > calls, remaining: Math.max(0, calls - spent), resetAt: end }
    },
    end() {
      open()
      return end
    },
    reset() {
      end = -Infinity
    },
  }
}
