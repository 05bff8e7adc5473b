import * as z from 'zod/mini'
import { defineEvent } from '../kernel/index.js'
import { text } from '../store/index.js'
import { accountStates } from './account.js'

const accountPayload = () => z.object({ accountId: text(), personId: text(), platform: text() })
const consentPayload = () => z.object({ consentId: text(), personId: text() })

const thePerson = { hearers: ({ personId }: { personId: string }) => ({ people: [personId] }) }

export const accountLinked = defineEvent(
  'account.linked',
  1,
  () => z.extend(accountPayload(), { consentId: text() }),
  thePerson,
)
export const accountDisconnected = defineEvent('account.disconnected', 1, accountPayload, thePerson)
export const accountStateChanged = defineEvent(
  'account.state-changed',
  1,
  () => z.extend(accountPayload(), { state: z.enum(accountStates) }),
  thePerson,
)
export const consentGranted = defineEvent('consent.granted', 1, consentPayload, thePerson)
export const consentWithdrawn = defineEvent('consent.withdrawn', 1, consentPayload, thePerson)
