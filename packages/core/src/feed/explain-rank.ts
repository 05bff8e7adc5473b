import { type Explanation, type ExplanationPart, explain } from '../kernel/index.js'
import type { ActivityRank } from './activity-rank.js'
import { type PointName, type Points, pointNames } from './rank-activity.js'
import { splitInProportion } from './split-in-proportion.js'

const reasons: Readonly<Record<PointName, string>> = {
  likes: 'likes',
  comments: 'comments',
  shares: 'shares',
  views: 'views',
  reactionsHere: 'reactions here',
  commentsHere: 'comments here',
  sharesHere: 'shares here',
}

/**
 * Why the rank is what it is, in milliseconds: when it was published, and how much later its popularity makes it count.
 * The latter is shared out in proportion to the points, which for a function of their sum alone is the Aumann-Shapley
 * value: what each has added on the way from nothing to all of them.
 */
export function explainRank(row: ActivityRank): Explanation {
  const names = namesOf(row.points)
  const boosts = splitInProportion(
    row.rank - row.publishedAt,
    names.map((name) => row.points[name] ?? 0),
  )
  const recency = {
    reason: 'recency',
    contribution: row.publishedAt,
    evidence: [{ collection: 'activity', id: row.id }],
  }
  return explain([recency, ...names.map((name, place) => partOf(row.id, name, boosts[place] ?? 0))])
}

/** Why the engagement is what it is, in points. */
export function explainEngagement(row: ActivityRank): Explanation {
  return explain(namesOf(row.points).map((name) => partOf(row.id, name, row.points[name] ?? 0)))
}

function namesOf(points: Points): PointName[] {
  return pointNames.filter((name) => points[name] !== undefined)
}

/** The evidence is the row that holds the count: what the platform says, or what was counted here. */
function partOf(id: string, name: PointName, contribution: number): ExplanationPart {
  const collection = name.endsWith('Here') ? 'tally' : 'activity_counts'
  return { reason: reasons[name], contribution, evidence: [{ collection, id }] }
}
