import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../test-support/manual-clock.js'
import { createSeededRandom } from '../../test-support/seeded-random.js'
import { createIdSource, createRandomNumbers, deriveId, systemRandom } from './id.js'

function increasing(ids: readonly string[]): boolean {
  return ids.every((id, place) => place === 0 || (ids[place - 1] ?? '') < id)
}

describe('createIdSource', () => {
  it('makes UUIDs of version 7 that hold the time', () => {
    const newId = createIdSource(createManualClock(0x0199_8877_6655), createSeededRandom())
    expect(newId()).toMatch(/^01998877-6655-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('orders ids of one millisecond by their making', () => {
    const newId = createIdSource(createManualClock(), createSeededRandom())
    const ids = Array.from({ length: 5000 }, newId)
    expect(new Set(ids).size).toBe(5000)
    expect(increasing(ids)).toBe(true)
  })

  it('never goes back, however the clock moves', () => {
    const steps = fc.array(fc.integer({ min: -100_000, max: 100_000 }), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (moves) => {
        const clock = createManualClock()
        const newId = createIdSource(clock, createSeededRandom())
        const ids = moves.map((move) => {
          clock.advance(move)
          return newId()
        })
        expect(increasing(ids)).toBe(true)
      }),
    )
  })

  it('differs between sources that share a clock', () => {
    const clock = createManualClock()
    const one = createIdSource(clock, systemRandom)
    const other = createIdSource(clock, systemRandom)
    expect(new Set([...Array.from({ length: 500 }, one), ...Array.from({ length: 500 }, other)]).size).toBe(1000)
  })
})

describe('deriveId', () => {
  it('is the same for the same key, on every platform and in every release', () => {
    expect(deriveId('default', 'bluesky', 'activity', 'at://did:plc:x/app.bsky.feed.post/1')).toBe(
      deriveId('default', 'bluesky', 'activity', 'at://did:plc:x/app.bsky.feed.post/1'),
    )
    // A change of this value would orphan every stored row.
    expect(deriveId('a', 'b', 'c')).toBe('-hhEwpiK0Vq3tJ4OzgloRQ')
  })

  it('is 22 characters that fit every key and URL', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (key) => {
        expect(deriveId(...key)).toMatch(/^[\w-]{22}$/)
      }),
    )
  })

  it('tells keys apart whose parts only join to the same text', () => {
    expect(deriveId('ab', 'c')).not.toBe(deriveId('a', 'bc'))
    expect(deriveId('a', '')).not.toBe(deriveId('a'))
    expect(deriveId('a","b')).not.toBe(deriveId('a', 'b'))
    // As UTF-8 both would be U+FFFD.
    expect(deriveId('\ud800')).not.toBe(deriveId('\ud801'))
    const keys = fc.array(fc.string({ unit: 'binary', maxLength: 4 }), { maxLength: 4 })
    fc.assert(
      fc.property(keys, keys, (one, other) => {
        expect(deriveId(...one) === deriveId(...other)).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
    )
  })
})

describe('createRandomNumbers', () => {
  it('draws from 0 up to, but without, 1', () => {
    const bytes = (value: number) => createRandomNumbers((target) => target.fill(value))()
    expect(bytes(0)).toBe(0)
    expect(bytes(255)).toBe(1 - 2 ** -32)
    const draw = createRandomNumbers(createSeededRandom())
    const drawn = Array.from({ length: 2000 }, draw)
    expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true)
    expect(drawn.reduce((sum, number) => sum + number, 0) / drawn.length).toBeCloseTo(0.5, 1)
  })
})
