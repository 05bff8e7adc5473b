import { defineModule } from '../operation/index.js'
import { account } from './account.js'
import {
  accountDisconnected,
  accountLinked,
  accountStateChanged,
  consentGranted,
  consentWithdrawn,
} from './accounts.events.js'
import { accountOperations, consentOperations } from './accounts.operations.js'
import { consent } from './consent.js'
import { accountsOfMerged, consentsOfMerged } from './person-references.js'

/** The sources that are read. */
export const accounts = defineModule({
  name: 'accounts',
  collections: [account],
  events: [accountLinked, accountDisconnected, accountStateChanged],
  operations: accountOperations,
  people: [accountsOfMerged],
})

/** What people have allowed. */
export const consents = defineModule({
  name: 'consents',
  collections: [consent],
  events: [consentGranted, consentWithdrawn],
  operations: consentOperations,
  people: [consentsOfMerged],
})
