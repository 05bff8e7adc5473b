import { definePersonField } from '../operation/index.js'
import { identity } from './identity.js'

/** How identities follow a person who is merged into another: they say with whom everything that was synced goes. */
export const identitiesOfMerged = definePersonField(identity, 'personId', { orderBy: 'platform', atOnce: true })
