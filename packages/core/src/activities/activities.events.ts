import * as z from 'zod/mini'
import { defineEvent } from '../kernel/index.js'
import { orNull, text } from '../store/index.js'

const activityPayload = () =>
  z.object({
    activityId: text(),
    personId: orNull(text()),
    platform: text(),
    kind: text(),
  })
const subjectPayload = () => z.object({ subjectId: text(), personId: orNull(text()) })

const whoSeesIt = { hearers: ({ activityId }: { activityId: string }) => ({ activities: [activityId], by: null }) }
const whoSeesTheSubject = {
  hearers: ({ subjectId, personId }: z.output<ReturnType<typeof subjectPayload>>) => ({
    activities: [subjectId],
    by: personId,
  }),
}

export const activityCreated = defineEvent('activity.created', 1, activityPayload, whoSeesIt)
/** Its content changed; for counts see {@link activityMeasured}. */
export const activityUpdated = defineEvent('activity.updated', 1, activityPayload, whoSeesIt)
export const activityMeasured = defineEvent('activity.measured', 1, () => z.object({ activityId: text() }), whoSeesIt)
/** A look-up has not found it: `suspected` is still shown, `unreadable` is not. Seen again, it is `activity.updated`. */
export const activityStateChanged = defineEvent(
  'activity.state-changed',
  1,
  // Whom it was shown to: what is hidden by now has to be taken from their screens.
  () => z.object({ activityId: text(), personId: orNull(text()), state: text(), audience: text() }),
  { hearers: ({ personId, audience }) => ({ audience, of: personId }) },
)
/** Gone for good: what was derived from it has to go too. */
export const activityDeleted = defineEvent(
  'activity.deleted',
  1,
  // Whom it was shown to: the row no longer says so. Entries that an earlier version wrote do not, either.
  () => z.extend(activityPayload(), { audience: z.optional(text()) }),
  { hearers: ({ personId, audience = 'private' }) => ({ audience, of: personId }) },
)
export const activityAnnotated = defineEvent('activity.annotated', 1, () => z.object({ activityId: text() }), whoSeesIt)
export const commentAdded = defineEvent(
  'comment.added',
  1,
  () => z.extend(subjectPayload(), { commentId: text() }),
  whoSeesTheSubject,
)
export const commentRemoved = defineEvent(
  'comment.removed',
  1,
  () => z.extend(subjectPayload(), { commentId: text() }),
  whoSeesTheSubject,
)
export const reactionAdded = defineEvent(
  'reaction.added',
  1,
  () => z.extend(subjectPayload(), { kind: text() }),
  whoSeesTheSubject,
)
export const reactionRemoved = defineEvent(
  'reaction.removed',
  1,
  () => z.extend(subjectPayload(), { kind: text() }),
  whoSeesTheSubject,
)
export const shareAdded = defineEvent('share.added', 1, () => z.extend(subjectPayload(), { activityId: text() }), {
  // What passes it on has an audience of its own.
  hearers: ({ subjectId, activityId, personId }) => ({ activities: [subjectId, activityId], by: personId }),
})
