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
