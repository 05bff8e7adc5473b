import * as z from 'zod/mini'
import { deriveId } from '../kernel/index.js'
import type { Counts } from '../provider/index.js'
import { defineCollection, instant, integer, orNull, type RowOf, reference, text } from '../store/index.js'

const counts = {
  /** Null where the platform does not say. */
  likes: orNull(integer()),
  comments: orNull(integer()),
  shares: orNull(integer()),
  views: orNull(integer()),
}

/** What the platform says about how an activity is received. It changes often, so it is kept and compared apart. */
export const activityCounts = defineCollection('activity_counts', {
  schema: z.object({
    /** The activity's id. */
    id: reference(),
    ...counts,
    countsHash: text(),
    /** When they last changed, as far as was seen. */
    countedAt: instant(),
  }),
  compare: 'countsHash',
})

export type ActivityCounts = RowOf<typeof activityCounts>

/**
 * One point of an activity's metric history: counts that others have replaced. Written when a sync sees others than
 * before; what holds now stands in {@link activityCounts} alone.
 */
export const metricPoint = defineCollection('metric_point', {
  schema: z.object({
    /** Derived from the activity and the time. */
    id: reference(),
    activityId: reference(),
    /** From when on they held, as far as was seen. */
    at: instant(),
    ...counts,
  }),
  indexes: [['activityId', 'at', 'id']],
})

export type MetricPoint = RowOf<typeof metricPoint>

/** The point that is kept of counts when others replace them. */
export function pointOf(tenant: string, row: ActivityCounts): MetricPoint {
  const { id: activityId, countedAt: at, likes, comments, shares, views } = row
  return { id: deriveId(tenant, 'point', activityId, String(at)), activityId, at, likes, comments, shares, views }
}

/** Changes when any count does. Short and readable: it needs no cryptography. */
export function countsHash({ likes, comments, shares, views }: Counts): string {
  return `${likes ?? ''}/${comments ?? ''}/${shares ?? ''}/${views ?? ''}`
}

/** Whether the platform says anything at all. */
export function hasCounts({ likes, comments, shares, views }: Counts): boolean {
  return likes !== null || comments !== null || shares !== null || views !== null
}
