import type { RandomSource } from '../src/index.js'

/** Random bytes that are the same in every run (mulberry32). */
export function createSeededRandom(seed = 1): RandomSource {
  let state = seed >>> 0
  return (bytes) => {
    for (let place = 0; place < bytes.length; place++) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      bytes[place] = (mixed ^ (mixed >>> 14)) & 255
    }
    return bytes
  }
}
