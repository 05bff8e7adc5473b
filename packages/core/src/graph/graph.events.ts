import * as z from 'zod'
import { defineEvent } from '../kernel/index.js'
import { text } from '../store/index.js'

const pair = z.object({ fromId: text(), toId: text() })

export const connectionRequested = defineEvent('connection.requested', 1, pair)
export const connectionAccepted = defineEvent('connection.accepted', 1, pair)
export const connectionDeclined = defineEvent('connection.declined', 1, pair)
export const connectionWithdrawn = defineEvent('connection.withdrawn', 1, pair)
export const personBlocked = defineEvent('person.blocked', 1, pair)
export const personUnblocked = defineEvent('person.unblocked', 1, pair)
/** Nobody but the one who mutes is told. */
export const personMuted = defineEvent('person.muted', 1, pair)
export const personUnmuted = defineEvent('person.unmuted', 1, pair)

const memberPayload = z.object({ programmeId: text(), personId: text() })
const rolePayload = memberPayload.extend({ role: text() })

export const membershipStarted = defineEvent('membership.started', 1, rolePayload)
/** The role is another. */
export const membershipChanged = defineEvent('membership.changed', 1, rolePayload)
export const membershipEnded = defineEvent('membership.ended', 1, memberPayload)
