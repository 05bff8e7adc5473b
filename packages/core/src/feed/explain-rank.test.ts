import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial } from '../../test-support/create-test-social.js'
import { system } from '../index.js'
import { utcDay } from '../kernel/index.js'
import { explainEngagement, explainRank } from './explain-rank.js'
import { parseFeedOptions } from './feed-settings.js'
import { engagementOf, pointNames, pointsOf, rankOf } from './rank-activity.js'

const counts = fc.record(
  Object.fromEntries(pointNames.map((name) => [name, fc.option(fc.oneof(fc.nat(50), fc.maxSafeNat()))])),
)
const settings = fc.record({
  halfLife: fc.integer({ min: 60_000, max: 365 * 24 * 3_600_000 }),
  weights: fc.record(
    Object.fromEntries(pointNames.map((name) => [name, fc.double({ min: 0, max: 1000, noNaN: true })])),
  ),
})

describe('an explanation', () => {
  it('adds up to the rank and to the engagement, to the last millisecond and point', () => {
    fc.assert(
      fc.property(counts, settings, fc.maxSafeInteger(), (counted, options, publishedAt) => {
        const { halfLife, weights } = parseFeedOptions(options)
        const points = pointsOf(counted, weights)
        const engagement = engagementOf(points)
        const rank = rankOf({ publishedAt, engagement }, halfLife)
        expect(Number.isSafeInteger(engagement)).toBe(true)
        expect(Number.isSafeInteger(rank)).toBe(true)
        const row = {
          id: 'a',
          personId: null,
          audience: 'public',
          publishedAt,
          day: utcDay(publishedAt),
          rank,
          engagement,
          points,
        }
        const why = explainRank(row)
        expect(why.parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(rank)
        expect(why.parts.slice(1).every(({ contribution }) => Number.isInteger(contribution))).toBe(true)
        expect(explainEngagement(row).result).toBe(engagement)
      }),
      { numRuns: 2000 },
    )
  })

  it('names what was counted, where, and how much later each makes it stand', async () => {
    const { social } = await createTestSocial({ modules: { seed } })
    await social.seed.activities(system, { rows: [activityRow({ id: 'a', publishedAt: 1_000_000 })] })
    await social.reactions.add(system, { personId: 'bob', subjectId: 'a' })
    await social.comments.add(system, { personId: 'bob', subjectId: 'a', text: 'Yes.' })
    await social.dispatch()
    const { rank, engagement } = await social.feed.explain(actorOf('cho'), { activityId: 'a' })
    // 2 + 6 points: a popularity of 9, worth 3.17 half-lives of a day.
    const boost = Math.round(86_400_000 * Math.log2(9))
    expect(rank).toEqual({
      result: 1_000_000 + boost,
      parts: [
        { reason: 'recency', contribution: 1_000_000, evidence: [{ collection: 'activity', id: 'a' }] },
        { reason: 'reactions here', contribution: Math.round(boost / 4), evidence: [{ collection: 'tally', id: 'a' }] },
        {
          reason: 'comments here',
          contribution: boost - Math.round(boost / 4),
          evidence: [{ collection: 'tally', id: 'a' }],
        },
      ],
    })
    expect(engagement.parts.map(({ contribution }) => contribution)).toEqual([2, 6])
    const ranked = await social.feed.ranked(actorOf('cho'), { explain: true })
    expect(ranked.items[0]?.explanation).toEqual(rank)
    const top = await social.feed.top(actorOf('cho'), { period: 'all', explain: true })
    expect(top.items[0]?.explanation).toEqual(engagement)
    expect((await social.feed.ranked(actorOf('cho'))).items[0]?.explanation).toBeNull()
  })

  it('is given of nothing that the actor may not see', async () => {
    const { social } = await createTestSocial({ modules: { seed } })
    await social.seed.activities(system, { rows: [activityRow({ id: 'a', audience: 'private' })] })
    await social.dispatch()
    for (const activityId of ['a', 'none']) {
      await expect(social.feed.explain(actorOf('cho'), { activityId })).rejects.toMatchObject({ code: 'not_found' })
    }
    await expect(social.feed.explain(actorOf('ada'), { activityId: 'a' })).resolves.toMatchObject({
      engagement: { result: 0 },
    })
  })
})

describe('a rank', () => {
  it('keeps, at whatever time, the order of popularities that halve with every half-life', () => {
    const one = fc.record({ publishedAt: fc.integer({ min: 0, max: 1e9 }), engagement: fc.nat(100_000) })
    fc.assert(
      fc.property(
        one,
        one,
        fc.integer({ min: 1e9, max: 3e9 }),
        fc.integer({ min: 1e8, max: 1e9 }),
        (a, b, t, halfLife) => {
          const worth = (of: typeof a) => (1 + of.engagement) * 2 ** (-(t - of.publishedAt) / halfLife)
          const difference = rankOf(a, halfLife) - rankOf(b, halfLife)
          // Within a few milliseconds the two are equal for all that a rank can say.
          if (Math.abs(difference) > 2) expect(Math.sign(difference)).toBe(Math.sign(worth(a) - worth(b)))
        },
      ),
    )
  })

  it('is made of weights and a half-life that can be set, and of no others', async () => {
    const bad = [
      { halfLife: 0 },
      { halfLife: Number.NaN },
      { weights: { likes: -1 } },
      { weights: { likes: 1001 } },
      { x: 1 },
    ]
    for (const feed of bad) {
      await expect(createTestSocial({ feed: feed as object })).rejects.toMatchObject({ code: 'invalid_option' })
    }
    const { social } = await createTestSocial({ modules: { seed }, feed: { weights: { reactionsHere: 7 } } })
    await social.seed.activities(system, { rows: [activityRow({ id: 'a' })] })
    await social.reactions.add(system, { personId: 'bob', subjectId: 'a' })
    await social.dispatch()
    expect((await social.feed.explain(system, { activityId: 'a' })).engagement.result).toBe(7)
  })
})
