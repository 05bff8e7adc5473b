/** Choices that a seed decides. */
export interface Random {
  /** A whole number from 0 to `below - 1`. */
  integer(below: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** Between `least` and `most` results of `make`. */
  several<Item>(least: number, most: number, make: () => Item): Item[]
}

/** The same seed gives the same choices, on every platform (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  const random: Random = {
    integer: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[random.integer(items.length)]
      if (item === undefined) throw new RangeError('Nothing to pick from.')
      return item
    },
    several: (least, most, make) => Array.from({ length: least + random.integer(most - least + 1) }, make),
  }
  return random
}
