import * as z from 'zod/mini'
import { utcDay } from '../kernel/index.js'
import { defineCollection, instant, integer, orNull, type RowOf, reference } from '../store/index.js'
import { pointNames } from './rank-activity.js'

/**
 * Where an activity that can be shown stands among others, with what a feed filters by. Derived from the activity and its
 * counts, and made anew from them at any time.
 */
export const activityRank = defineCollection('activity_rank', {
  schema: z.object({
    /** The activity's id. */
    id: reference(),
    personId: orNull(reference()),
    audience: reference(),
    publishedAt: instant(),
    /** The UTC day of its publication, `2026-11-25`: within a day and an audience, an index holds the order of engagement. */
    day: reference(),
    /** See `rankOf`. */
    rank: integer(),
    /** All points together. */
    engagement: integer(),
    points: z.partialRecord(z.enum(pointNames), integer()),
  }),
  // Two each: for whatever an audience may see, and for what certain people show.
  indexes: [
    ['audience', 'rank', 'id'],
    ['personId', 'rank', 'id', 'audience'],
    ['audience', 'engagement', 'id'],
    ['personId', 'engagement', 'id', 'audience'],
    ['audience', 'day', 'engagement', 'publishedAt', 'id'],
    ['personId', 'publishedAt', 'audience', 'engagement'],
  ],
})

export type ActivityRank = RowOf<typeof activityRank>

const day = 24 * 3_600_000
/** The UTC days from one time to another, both included. */
export function daysBetween(from: number, to: number): string[] {
  const days: string[] = []
  for (let at = Math.floor(from / day) * day; at <= to; at += day) days.push(utcDay(at))
  return days
}
