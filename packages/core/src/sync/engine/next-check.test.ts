import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Counts } from '../../provider/index.js'
import { nextCheck } from './next-check.js'

const hour = 3_600_000
const day = 24 * hour
const bounds = { soonest: hour, latest: 30 * day }
const now = 1_795_000_000_000

function liked(likes: number): Counts {
  return { likes, comments: null, shares: null, views: null }
}

function inHours(facts: Partial<Parameters<typeof nextCheck>[0]>): number {
  return (nextCheck({ now, publishedAt: now, before: null, after: null, ...facts }, bounds) - now) / hour
}

describe('when an activity is looked up again', () => {
  it('is sooner the younger it is', () => {
    expect([0, 4 * hour, day, 4 * day, 30 * day, 900 * day].map((age) => inHours({ publishedAt: now - age }))).toEqual([
      1, 2, 8, 32, 256, 512,
    ])
  })

  it('is sooner the faster it gathers answers, whatever its age', () => {
    const publishedAt = now - 100 * day
    const after = (likes: number) =>
      inHours({ publishedAt, before: { counts: liked(90), at: now - 10 * day }, after: liked(likes) })
    expect([90, 91, 100, 190, 10_000].map(after)).toEqual([512, 512, 128, 16, 1])
  })

  it('is left to the age alone where counts fall, or a clock went backwards between two looks', () => {
    const publishedAt = now - 8 * day
    const counted = { before: { counts: liked(90), at: now - day }, after: liked(10) }
    expect(inHours({ publishedAt, ...counted })).toBe(64)
    expect(inHours({ publishedAt, before: { counts: liked(1), at: now + day }, after: liked(500) })).toBe(64)
    expect(inHours({ publishedAt: now + 9 * day })).toBe(1)
  })

  it('always lies within the bounds, at one of few distances', () => {
    const counts = fc.option(fc.nat(), { nil: null })
    const someCounts = fc.record({ likes: counts, comments: counts, shares: counts, views: counts })
    const time = fc.integer({ min: 0, max: 2 * now })
    const facts = fc.record({
      now: fc.constant(now),
      publishedAt: time,
      before: fc.option(fc.record({ counts: someCounts, at: time }), { nil: null }),
      after: fc.option(someCounts, { nil: null }),
    })
    const distances = new Set<number>()
    fc.assert(
      fc.property(facts, (given) => {
        const distance = nextCheck(given, bounds) - now
        expect(distance).toBeGreaterThanOrEqual(bounds.soonest)
        expect(distance).toBeLessThanOrEqual(bounds.latest)
        distances.add(distance)
      }),
    )
    expect(distances.size).toBeLessThanOrEqual(11)
  })
})
