/** Numbers that look drawn and are the same for the same seed (mulberry32). */
export interface Dice {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number
  pick(list: readonly string[]): string
  /** Some of a list, each at most once. */
  some<Item>(list: readonly Item[], count: number): Item[]
}

export function createDice(seed: string): Dice {
  let state = 0
  for (const sign of seed) state = (Math.imul(state, 31) + (sign.codePointAt(0) ?? 0)) | 0

  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)

  return {
    next,
    below,
    pick: (list) => list[below(list.length)] ?? '',
    some(list, count) {
      const left = [...list]
      return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)).flat()
    },
  }
}
