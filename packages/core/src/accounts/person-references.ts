import { definePersonField, type PersonReference, type PersonSteps } from '../operation/index.js'
import { account } from './account.js'
import { consent } from './consent.js'

/** Rows that follow as those of a field do, but for the steps that are particular to them. */
function withSteps(rows: PersonReference, load: () => Promise<Partial<PersonSteps>>): PersonReference {
  return {
    ...rows,
    async steps() {
      const [common, particular] = await Promise.all([rows.steps(), load()])
      return { ...common, ...particular }
    },
  }
}

/** How accounts follow a person who is merged into another: on each platform the one that counted for `into` still does. */
export const accountsOfMerged = withSteps(
  definePersonField(account, 'personId', { orderBy: 'platform', atOnce: true }),
  async () => (await import('./merge-accounts.js')).mergeAccounts,
)

/**
 * How grants follow a person. One that was given since the merge, and on which only accounts rest that go back, goes back
 * with them; one that also covers an account that stays, stays.
 */
export const consentsOfMerged = withSteps(
  definePersonField(consent, 'personId', { orderBy: 'grantedAt', atOnce: true }),
  async () => (await import('./merge-accounts.js')).mergeConsents,
)
