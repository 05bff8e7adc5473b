import * as z from 'zod'
import { defineEvent } from '../kernel/index.js'
import { text } from '../store/index.js'

const thePerson = { hearers: ({ personId }: { personId: string }) => ({ people: [personId] }) }

export const personCreated = defineEvent('person.created', 1, z.object({ personId: text() }), thePerson)
export const personUpdated = defineEvent(
  'person.updated',
  1,
  z.object({ personId: text(), fields: z.array(text()) }),
  thePerson,
)
export const identityEstablished = defineEvent(
  'identity.established',
  1,
  z.object({ identityId: text(), personId: text(), platform: text(), status: text() }),
  thePerson,
)
export const profileUpdated = defineEvent(
  'profile.updated',
  1,
  // Entries that an earlier version wrote do not name the person.
  z.object({ identityId: text(), platform: text(), personId: text().optional() }),
  { hearers: ({ personId = null }) => ({ people: [personId] }) },
)
