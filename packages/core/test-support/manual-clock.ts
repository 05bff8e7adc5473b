import { type Clock, SociusError } from '../src/index.js'

/** A clock that stands still until it is told to move; waits pass at once and are written down. */
export interface ManualClock extends Clock {
  readonly waits: number[]
  advance(milliseconds: number): void
}

export function createManualClock(start = 1_795_000_000_000): ManualClock {
  let now = start
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    advance(milliseconds) {
      now += milliseconds
    },
    async wait(milliseconds, signal) {
      if (signal?.aborted) throw new SociusError('aborted', 'The call was aborted.')
      waits.push(milliseconds)
      now += milliseconds
      await Promise.resolve()
    },
  }
}
