import type { Counts } from '../../provider/index.js'
import type { CheckBounds } from '../sync-settings.js'

/** What decides when an activity is looked up again. */
export interface CheckFacts {
  readonly now: number
  readonly publishedAt: number
  /** What its platform said the last time, and when; null when it was never looked at before. */
  readonly before: { readonly counts: Counts; readonly at: number } | null
  /** What it says now; null when it says nothing. */
  readonly after: Counts | null
}

/** A look is worth its call when about this much has been added to what was counted. */
const worthwhileGrowth = 0.1
/** So that the first few likes of an unnoticed activity do not count as a doubling. */
const unnoticed = 10

/**
 * When to look an activity up again. Two estimates, the earlier counts: half its age (reception decays about as a power
 * of age, so looks at a constant ratio of ages each see about as much change), and the time in which its counts, growing as
 * they did since the last look, grow by a tenth. The result is `soonest` times a power of two, so that activities that were
 * looked up together mostly fall due together and share a call again.
 */
export function nextCheck(facts: CheckFacts, { soonest, latest }: CheckBounds): number {
  const { now, publishedAt } = facts
  const byAge = Math.max(0, now - publishedAt) / 2
  const wanted = Math.min(byAge, byVelocity(facts), latest)
  const doublings = Math.max(0, Math.floor(Math.log2(Math.max(wanted, soonest) / soonest)))
  return now + Math.min(soonest * 2 ** doublings, latest)
}

function byVelocity({ now, before, after }: CheckFacts): number {
  if (before === null || after === null) return Number.POSITIVE_INFINITY
  const earlier = totalOf(before.counts)
  const growth = (totalOf(after) - earlier) / (earlier + unnoticed)
  const elapsed = now - before.at
  return growth > 0 && elapsed > 0 ? (elapsed * worthwhileGrowth) / growth : Number.POSITIVE_INFINITY
}

/** Views are so much more frequent than answers that they would drown them; they move with them anyway. */
function totalOf({ likes, comments, shares }: Counts): number {
  return (likes ?? 0) + (comments ?? 0) + (shares ?? 0)
}
