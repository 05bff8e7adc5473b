/** Numbers that look random and are the same for the same seed, on every machine. */
export interface SeededRandom {
  /** A whole number from 0 up to, not including, 2³². */
  uint32(): number
  /** From 0 up to, not including, 1. */
  fraction(): number
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  /** Fills `bytes`: fits the SDK's `random` option. Not for secrets. */
  fill(bytes: Uint8Array<ArrayBuffer>): Uint8Array
}

/**
 * A well mixed 32-bit number for a seed and an index, so that the millionth item can be made without the others
 * (the finaliser of MurmurHash3, twice).
 */
export function mix(seed: number, index: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)
  for (let round = 0; round < 2; round += 1) {
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

/** The seed of a part of the network, told from other parts by its name. */
export function seedOf(seed: number, name: string): number {
  let hash = mix(seed, name.length)
  for (let i = 0; i < name.length; i += 1) hash = mix(hash, name.charCodeAt(i))
  return hash
}

/** A stream of numbers (sfc32 by Chris Doty-Humphrey, PractRand). */
export function createRandom(seed: number): SeededRandom {
  let a = mix(seed, 0) | 0
  let b = mix(seed, 1) | 0
  let c = mix(seed, 2) | 0
  let counter = 1

  function uint32(): number {
    const result = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result
    return result >>> 0
  }

  const fraction = (): number => uint32() / 2 ** 32
  const below = (limit: number): number => Math.floor(fraction() * limit)
  return {
    uint32,
    fraction,
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    fill(bytes) {
      for (let i = 0; i < bytes.length; i += 1) bytes[i] = uint32()
      return bytes
    },
  }
}
