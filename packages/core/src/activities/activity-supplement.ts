import * as z from 'zod/mini'
import { defineCollection, instant, type RowOf, reference, text } from '../store/index.js'

/** What one archive says of a group of fields. */
const telling = z.object({
  /** The fields of the activity, as they would be stored. */
  values: z.record(z.string(), z.unknown()),
  /** What the archive is called. */
  source: text(),
  /** When it was taken. */
  at: instant(),
})

/**
 * What archives say of an activity, beside what its platform says: kept whole, so that whichever comes later, the platform
 * or an archive, the activity ends the same. It goes with its activity.
 */
export const activitySupplement = defineCollection('activity_supplement', {
  schema: z.object({
    /** The activity's id. */
    id: reference(),
    accountId: reference(),
    /** By group of fields; of several archives the one that was taken last. */
    tellings: z.record(z.string(), telling),
    tellingsHash: text(),
    updatedAt: instant(),
  }),
  compare: 'tellingsHash',
  indexes: [['accountId', 'id']],
})

export type ActivitySupplement = RowOf<typeof activitySupplement>
