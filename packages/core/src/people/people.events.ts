import * as z from 'zod/mini'
import { defineEvent } from '../kernel/index.js'
import { text } from '../store/index.js'

const thePerson = { hearers: ({ personId }: { personId: string }) => ({ people: [personId] }) }

export const personUpdated = defineEvent(
  'person.updated',
  1,
  () => z.object({ personId: text(), fields: z.array(text()) }),
  thePerson,
)
export const identityEstablished = defineEvent(
  'identity.established',
  1,
  () => z.object({ identityId: text(), personId: text(), platform: text(), status: text() }),
  thePerson,
)
export const profileUpdated = defineEvent(
  'profile.updated',
  1,
  // Entries that an earlier version wrote do not name the person.
  () => z.object({ identityId: text(), platform: text(), personId: z.optional(text()) }),
  { hearers: ({ personId = null }) => ({ people: [personId] }) },
)

const mergePayload = () => z.object({ mergeId: text(), fromId: text(), intoId: text() })

/** All that was `fromId`'s is `intoId`'s: what was derived from either has to be made again. */
export const personMerged = defineEvent('person.merged', 1, mergePayload)
/** The two are two again. */
export const personUnmerged = defineEvent('person.unmerged', 1, mergePayload)
/** A merge, or its undoing, has more to move. */
export const mergeContinued = defineEvent('merge.continued', 1, () => z.object({ mergeId: text() }))
