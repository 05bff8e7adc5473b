import * as z from 'zod'
import { defineEvent } from '../kernel/index.js'

export const personCreated = defineEvent('person.created', 1, z.object({ personId: z.string() }))
export const personUpdated = defineEvent(
  'person.updated',
  1,
  z.object({ personId: z.string(), fields: z.array(z.string()) }),
)
export const identityEstablished = defineEvent(
  'identity.established',
  1,
  z.object({ identityId: z.string(), personId: z.string(), platform: z.string(), status: z.string() }),
)
export const profileUpdated = defineEvent(
  'profile.updated',
  1,
  z.object({ identityId: z.string(), platform: z.string() }),
)
