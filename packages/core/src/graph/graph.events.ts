import * as z from 'zod'
import { defineEvent } from '../kernel/index.js'
import { text } from '../store/index.js'

const pair = z.object({ fromId: text(), toId: text() })
type Pair = z.output<typeof pair>

const both = { hearers: ({ fromId, toId }: Pair) => ({ people: [fromId, toId] }) }
/** Nobody learns that they are blocked. */
const whoBlocks = { hearers: ({ fromId }: Pair) => ({ people: [fromId] }) }

export const connectionRequested = defineEvent('connection.requested', 1, pair, both)
export const connectionAccepted = defineEvent('connection.accepted', 1, pair, both)
export const connectionDeclined = defineEvent('connection.declined', 1, pair, both)
export const connectionWithdrawn = defineEvent('connection.withdrawn', 1, pair, both)
export const personBlocked = defineEvent('person.blocked', 1, pair, whoBlocks)
export const personUnblocked = defineEvent('person.unblocked', 1, pair, whoBlocks)
