import * as z from 'zod'
import { defineEvent } from '../kernel/index.js'
import { text } from '../store/index.js'

export const personCreated = defineEvent('person.created', 1, z.object({ personId: text() }))
export const personUpdated = defineEvent('person.updated', 1, z.object({ personId: text(), fields: z.array(text()) }))
export const identityEstablished = defineEvent(
  'identity.established',
  1,
  z.object({ identityId: text(), personId: text(), platform: text(), status: text() }),
)
export const profileUpdated = defineEvent('profile.updated', 1, z.object({ identityId: text(), platform: text() }))
