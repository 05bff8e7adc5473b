export interface GenerateOptions {
  /** Milliseconds between two items, on average. @default what fits in two years, at most three hours */
  readonly every?: number
  /** When the last one was written, at the latest. Milliseconds since the epoch. @default now */
  readonly until?: number
}

export interface GeneratedRange<Item> {
  readonly count: number
  /** The item at an index, 0 being the oldest. @throws RangeError */
  at(index: number): Item
}

const year = 365 * 24 * 60 * 60 * 1000
const threeHours = 3 * 60 * 60 * 1000

/** Where so many items begin, and how far they stand apart. */
export function spreadOf(count: number, options: GenerateOptions, now: number): { from: number; every: number } {
  const every = Math.max(1, Math.floor(options.every ?? Math.min(threeHours, (2 * year) / count)))
  return { every, from: (options.until ?? now) - count * every }
}

/** @throws RangeError */
export function rangeOf<Item>(count: number, make: (index: number) => Item): GeneratedRange<Item> {
  return {
    count,
    at(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) throw new RangeError(`No item ${index}.`)
      return make(index)
    },
  }
}
