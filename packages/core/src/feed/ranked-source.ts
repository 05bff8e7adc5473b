import type { OrderBy, Where } from '../store/index.js'
import { type ActivityRank, activityRank, daysBetween } from './activity-rank.js'
import type { FeedRow } from './feed-scope.js'
import { type OpenScope, partsOf, type Source } from './feed-source.js'

export const periods = ['day', 'week', 'month', 'all'] as const

export type Period = (typeof periods)[number]

const day = 24 * 3_600_000
const lengths = { day, week: 7 * day, month: 30 * day } as const

/** The activities of a scope, the highest rank first. */
export function rankedOf(scope: OpenScope): Source<ActivityRank> {
  return sourceOf(scope, [['rank', 'desc']])
}

/**
 * The activities of a scope that were published within the period, the most engagement first. Of all time, each branch
 * walks engagement itself. Of a period, what an audience may see walks it day by day, and what certain people show is
 * read by time: of a few hundred people that is little, and the engagement of all time would be much.
 */
export function topOf(scope: OpenScope, period: Period, now: number): Source<ActivityRank> {
  if (period === 'all') return sourceOf(scope, [['engagement', 'desc']])
  const since = now - lengths[period]
  // What platforms date to a little in the future stands in tomorrow.
  const days = daysBetween(since, now + day)
  const within: OpenScope = {
    ...scope,
    where: { ...scope.where, publishedAt: { gte: since } },
    others: scope.others.flatMap((branch) => (branch.personId === undefined ? byDay(branch, period, days) : [branch])),
  }
  return sourceOf(within, [
    ['engagement', 'desc'],
    ['publishedAt', 'desc'],
  ])
}

/** A day as a branch is walked on its own; of many, stores do better by one walk over a list. */
function byDay(branch: Where<FeedRow>, period: Period, days: readonly string[]): Where<FeedRow>[] {
  const walks = period === 'day' ? days.map((one) => ({ day: one })) : [{ day: { in: days } }]
  // Ranks have this field beside those of a scope.
  return walks.map((walk) => ({ ...branch, ...walk }) as Where<FeedRow>)
}

function sourceOf(scope: OpenScope, orderBy: OrderBy<ActivityRank>): Source<ActivityRank> {
  return {
    ...{ collection: activityRank, activityField: 'id', orderBy },
    ...partsOf<ActivityRank>(scope, 'id'),
    isCurrent: (row, fact) =>
      row.audience === fact.audience &&
      row.personId === fact.personId &&
      (fact.state === 'present' || fact.state === 'suspected'),
  }
}
