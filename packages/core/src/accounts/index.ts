export { type Account, account, requireAccount, requireOwnAccount } from './account.js'
export {
  accountDisconnected,
  accountLinked,
  accountStateChanged,
  consentGranted,
  consentWithdrawn,
} from './accounts.events.js'
export { accounts, consents } from './accounts.module.js'
export { type Consent, type ConsentPurpose, consent, covers } from './consent.js'
export { accountIdOf, saveProfile } from './link-account.js'
