import { mix } from './seeded-random.js'

export interface GeneratedTimesOptions {
  readonly seed: number
  readonly count: number
  /** Milliseconds since the epoch: nothing is written before it. */
  readonly from: number
  /** Milliseconds from one to the next, on average; at least 1. */
  readonly every: number
}

/** Moments that follow from a seed and an index: later for a higher index, and never the same. */
export interface GeneratedTimes {
  readonly count: number
  /** Milliseconds since the epoch. */
  timeOf(index: number): number
  /** How many of them lie at this moment or before. */
  countUntil(time: number): number
  /** The only index that may have this moment; null for none. */
  indexAt(time: number): number | null
}

export function createGeneratedTimes({ seed, count, from, every: given }: GeneratedTimesOptions): GeneratedTimes {
  const every = Math.max(1, Math.floor(given))
  const timeOf = (index: number): number => from + index * every + (mix(seed, index) % every)
  return {
    count,
    timeOf,
    countUntil(time) {
      const index = Math.min(count - 1, Math.floor((time - from) / every))
      if (index < 0) return 0
      return timeOf(index) <= time ? index + 1 : index
    },
    indexAt(time) {
      const index = Math.floor((time - from) / every)
      return index >= 0 && index < count ? index : null
    },
  }
}
