import * as z from 'zod/mini'
import { deriveId, utcDay } from '../kernel/index.js'
import { defineCollection, instant, orNull, type RowOf, reference } from '../store/index.js'
import type { Activity } from './activity.js'

/**
 * That an activity says the same as others of its day: shares of one subject, or what the host has published under one key.
 * It carries what a feed filters by, so that a feed can count who else has said it. Only activities that can be shown have
 * one.
 */
export const activityFold = defineCollection('activity_fold', {
  schema: z.object({
    /** The activity's id. */
    id: reference(),
    /** The same for all that say the same on one UTC day. */
    fold: reference(),
    platform: reference(),
    kind: reference(),
    personId: orNull(reference()),
    audience: reference(),
    publishedAt: instant(),
  }),
  indexes: [['fold', 'personId', 'publishedAt', 'id']],
})

export type ActivityFold = RowOf<typeof activityFold>

/** The row that belongs to an activity, if it says what others may say. */
export function foldsOf(row: Activity): ActivityFold[] {
  const said = saidBy(row)
  if (said === null) return []
  const { id, platform, kind, personId, audience, publishedAt } = row
  const fold = deriveId('fold', ...said, utcDay(publishedAt))
  return [{ id, fold, platform, kind, personId, audience, publishedAt }]
}

function saidBy({ group, kind, platform, shareOf }: Activity): readonly string[] | null {
  if (group !== null) return ['group', group]
  return kind === 'share' && shareOf !== null ? ['share', platform, shareOf] : null
}
