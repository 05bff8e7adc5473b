import { v7 } from 'uuid'
import type { Clock } from './clock.js'
import { digest } from './digest.js'

/** Makes the ids of facts that are born here: UUIDv7, so that new rows land together in every index. */
export type IdSource = () => string

/** Fills `bytes` with random bytes. */
export type RandomSource = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array

/** The platform's cryptographic randomness. */
export const systemRandom: RandomSource = (bytes) => globalThis.crypto.getRandomValues(bytes)

/** UUIDv7 from the given clock and randomness; ids of one source never go back, even when the clock does. */
export function createIdSource(clock: Clock, random: RandomSource): IdSource {
  const bytes = inBlocks(random)
  let last = 0
  let sequence = 0
  return () => {
    const now = clock.now()
    if (now > last) {
      last = now
      sequence = 0
    } else {
      sequence += 1
    }
    return v7({ msecs: last, seq: sequence, random: bytes() })
  }
}

const bytesAnId = 16
const idsABlock = 64

/** Randomness of one id after the other: asking the platform for it costs the same for one as for many. */
function inBlocks(random: RandomSource): () => Uint8Array {
  let block = new Uint8Array(0)
  let place = 0
  return () => {
    if (place === block.length) {
      block = new Uint8Array(bytesAnId * idsABlock)
      random(block)
      place = 0
    }
    place += bytesAnId
    return block.subarray(place - bytesAnId, place)
  }
}

/**
 * The id of a fact that comes from outside, derived from its natural key: whoever meets the fact, in whatever order,
 * computes the same id, so that nothing has to be looked up before a write and nothing is written twice.
 * 22 characters of base64url, 132 bits of SHA-256.
 */
export function deriveId(...naturalKey: readonly string[]): string {
  return digest(JSON.stringify(naturalKey)).slice(0, 22)
}

/** Numbers from 0 up to 1, drawn from a source of random bytes. */
export function createRandomNumbers(random: RandomSource): () => number {
  return () => new DataView(random(new Uint8Array(4)).buffer).getUint32(0) / 2 ** 32
}
