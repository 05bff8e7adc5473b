import type { FeedWeights } from './feed-settings.js'

/** What is counted of an activity, on its platform and here. */
export const pointNames = [
  'likes',
  'comments',
  'shares',
  'views',
  'reactionsHere',
  'commentsHere',
  'sharesHere',
] as const

export type PointName = (typeof pointNames)[number]

/** Whole points by what they were given for; what gave none is not named. */
export type Points = Partial<Record<PointName, number>>

/** Counts beyond this are taken for it: weighted and added up, they stay exact. */
const mostCounted = 1e12

/** The points of each count: so many times its weight, rounded down. */
export function pointsOf(
  counted: { readonly [Name in PointName]?: number | null | undefined },
  weights: FeedWeights,
): Points {
  const points: Points = {}
  for (const name of pointNames) {
    const count = Math.min(Math.max(counted[name] ?? 0, 0), mostCounted)
    const given = Math.floor(count * weights[name])
    if (given > 0) points[name] = given
  }
  return points
}

/** All points together. */
export function engagementOf(points: Points): number {
  return Object.values(points).reduce((sum, given) => sum + given, 0)
}

/**
 * Where an activity stands among others, in milliseconds: as if it had been published later, by one half-life for each time
 * that its popularity doubles.
 *
 * A popularity of P = 1 + points that halves with every half-life H is worth P · 2^(-(t - publishedAt) / H) at the time t.
 * Its logarithm to the base 2, times H, is publishedAt + H · log2(P) - t. The last term is the same for all activities, so
 * their order never changes by itself: it can be stored and indexed. (Forward decay: Cormode, Shkapenyuk, Srivastava and
 * Xu, "Forward Decay: A Practical Time Decay Model for Streaming Systems", ICDE 2009.)
 */
export function rankOf(
  { publishedAt, engagement }: { publishedAt: number; engagement: number },
  halfLife: number,
): number {
  const rank = publishedAt + Math.round(halfLife * Math.log2(1 + engagement))
  return Math.min(rank, Number.MAX_SAFE_INTEGER)
}
