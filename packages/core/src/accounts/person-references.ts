import { definePersonField, type PersonReference } from '../operation/index.js'
import { account } from './account.js'
import { consent } from './consent.js'

const accountRows = definePersonField(account, 'personId', { orderBy: 'platform', atOnce: true })

/** How accounts follow a person who is merged into another: on each platform the one that counted for `into` still does. */
export const accountsOfMerged: PersonReference = {
  ...accountRows,
  async steps() {
    const [rows, { mergeAccounts }] = await Promise.all([accountRows.steps(), import('./merge-accounts.js')])
    return { ...rows, ...mergeAccounts }
  },
}

const consentRows = definePersonField(consent, 'personId', { orderBy: 'grantedAt', atOnce: true })

/**
 * How grants follow a person. One that was given since the merge, and on which only accounts rest that go back, goes back
 * with them; one that also covers an account that stays, stays.
 */
export const consentsOfMerged: PersonReference = {
  ...consentRows,
  async steps() {
    const [rows, { mergeConsents }] = await Promise.all([consentRows.steps(), import('./merge-accounts.js')])
    return { ...rows, ...mergeConsents }
  },
}
