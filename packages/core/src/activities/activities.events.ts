import * as z from 'zod'
import { defineEvent } from '../kernel/index.js'
import { orNull, text } from '../store/index.js'

const activityPayload = z.object({
  activityId: text(),
  personId: orNull(text()),
  platform: text(),
  kind: text(),
})
const subjectPayload = z.object({ subjectId: text(), personId: orNull(text()) })

export const activityCreated = defineEvent('activity.created', 1, activityPayload)
/** Its content changed; for counts see {@link activityMeasured}. */
export const activityUpdated = defineEvent('activity.updated', 1, activityPayload)
export const activityMeasured = defineEvent('activity.measured', 1, z.object({ activityId: text() }))
/** A look-up has not found it: `suspected` is still shown, `unreadable` is not. Seen again, it is `activity.updated`. */
export const activityStateChanged = defineEvent(
  'activity.state-changed',
  1,
  z.object({ activityId: text(), state: text() }),
)
/** Gone for good: what was derived from it has to go too. */
export const activityDeleted = defineEvent('activity.deleted', 1, activityPayload)
export const activityAnnotated = defineEvent('activity.annotated', 1, z.object({ activityId: text() }))
export const commentAdded = defineEvent('comment.added', 1, subjectPayload.extend({ commentId: text() }))
export const commentRemoved = defineEvent('comment.removed', 1, subjectPayload.extend({ commentId: text() }))
export const reactionAdded = defineEvent('reaction.added', 1, subjectPayload.extend({ kind: text() }))
export const reactionRemoved = defineEvent('reaction.removed', 1, subjectPayload.extend({ kind: text() }))
export const shareAdded = defineEvent('share.added', 1, subjectPayload.extend({ activityId: text() }))
