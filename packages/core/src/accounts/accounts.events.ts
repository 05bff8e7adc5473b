import * as z from 'zod'
import { defineEvent } from '../kernel/index.js'
import { text } from '../store/index.js'
import { accountStates } from './account.js'

const accountPayload = z.object({ accountId: text(), personId: text(), platform: text() })

export const accountLinked = defineEvent('account.linked', 1, accountPayload.extend({ consentId: text() }))
export const accountDisconnected = defineEvent('account.disconnected', 1, accountPayload)
export const accountStateChanged = defineEvent(
  'account.state-changed',
  1,
  accountPayload.extend({ state: z.enum(accountStates) }),
)
export const consentGranted = defineEvent('consent.granted', 1, z.object({ consentId: text(), personId: text() }))
export const consentWithdrawn = defineEvent('consent.withdrawn', 1, z.object({ consentId: text(), personId: text() }))
