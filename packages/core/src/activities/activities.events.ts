import * as z from 'zod'
import { defineEvent } from '../kernel/index.js'

const activityPayload = z.object({
  activityId: z.string(),
  personId: z.string().nullable(),
  platform: z.string(),
  kind: z.string(),
})
const subjectPayload = z.object({ subjectId: z.string(), personId: z.string().nullable() })

export const activityCreated = defineEvent('activity.created', 1, activityPayload)
/** Its content changed; for counts see {@link activityMeasured}. */
export const activityUpdated = defineEvent('activity.updated', 1, activityPayload)
export const activityMeasured = defineEvent('activity.measured', 1, z.object({ activityId: z.string() }))
/** Gone for good: what was derived from it has to go too. */
export const activityDeleted = defineEvent('activity.deleted', 1, activityPayload)
export const activityAnnotated = defineEvent('activity.annotated', 1, z.object({ activityId: z.string() }))
export const commentAdded = defineEvent('comment.added', 1, subjectPayload.extend({ commentId: z.string() }))
export const commentRemoved = defineEvent('comment.removed', 1, subjectPayload.extend({ commentId: z.string() }))
export const reactionAdded = defineEvent('reaction.added', 1, subjectPayload.extend({ kind: z.string() }))
export const reactionRemoved = defineEvent('reaction.removed', 1, subjectPayload.extend({ kind: z.string() }))
export const shareAdded = defineEvent('share.added', 1, subjectPayload.extend({ activityId: z.string() }))
