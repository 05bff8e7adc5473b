import * as z from 'zod/mini'
import { defineEvent } from '../kernel/index.js'
import { text } from '../store/index.js'

const pair = () => z.object({ fromId: text(), toId: text() })
type Pair = z.output<ReturnType<typeof pair>>

const both = { hearers: ({ fromId, toId }: Pair) => ({ people: [fromId, toId] }) }
/** Nobody learns that they are blocked. */
const whoBlocks = { hearers: ({ fromId }: Pair) => ({ people: [fromId] }) }

export const connectionRequested = defineEvent('connection.requested', 1, pair, both)
export const connectionAccepted = defineEvent('connection.accepted', 1, pair, both)
export const connectionDeclined = defineEvent('connection.declined', 1, pair, both)
export const connectionWithdrawn = defineEvent('connection.withdrawn', 1, pair, both)
export const personBlocked = defineEvent('person.blocked', 1, pair, whoBlocks)
export const personUnblocked = defineEvent('person.unblocked', 1, pair, whoBlocks)
/** Nobody but the one who mutes is told. */
export const personMuted = defineEvent('person.muted', 1, pair, whoBlocks)
export const personUnmuted = defineEvent('person.unmuted', 1, pair, whoBlocks)

const memberPayload = () => z.object({ programmeId: text(), personId: text() })
const rolePayload = () => z.extend(memberPayload(), { role: text() })
const theMember = { hearers: ({ personId }: { personId: string }) => ({ people: [personId] }) }

export const membershipStarted = defineEvent('membership.started', 1, rolePayload, theMember)
/** The role is another. */
export const membershipChanged = defineEvent('membership.changed', 1, rolePayload, theMember)
export const membershipEnded = defineEvent('membership.ended', 1, memberPayload, theMember)
