import * as z from 'zod/mini'
import { SociusError } from '../kernel/index.js'
import { actsFor, type QueryContext, type ReadStore } from '../operation/index.js'
import { defineCollection, instant, maxRows, type RowOf, reference, text } from '../store/index.js'

/**
 * How an account does. `unreadable`: the platform hides it for now (deactivated, suspended). `gone`: the platform does
 * not know it any more. `unauthorized`: its token is lost, so nothing new is read; what was read stays. `disconnected`:
 * its person, or the host, wants no more of it.
 */
export const accountStates = ['active', 'unreadable', 'unauthorized', 'gone', 'disconnected'] as const

export const accountFields = z.object({
  /** Derived from platform and external id. */
  id: reference(),
  personId: reference(),
  platform: reference(),
  externalId: text(),
  handle: text(),
  state: z.enum(accountStates),
  /** The one that counts where a person has several on a platform. */
  primary: z.boolean(),
  consentId: reference(),
  linkedAt: instant(),
  linkedBy: text(),
  /** Since when it has been in this state. */
  stateSince: instant(),
})

/** A source that is read: a person's account on a platform, resting on a consent. */
export const account = defineCollection('account', {
  schema: accountFields,
  indexes: [
    ['personId', 'platform', 'id'],
    ['state', 'id'],
    ['consentId', 'id'],
  ],
})

export type Account = RowOf<typeof account>

/** A person's accounts on a platform that are not disconnected, in no order of note. */
export async function linkedAccounts(
  store: ReadStore,
  { personId, platform }: { personId: string; platform: string },
): Promise<readonly Account[]> {
  const page = await store.query(account, {
    where: { personId, platform, state: { ne: 'disconnected' } },
    limit: maxRows,
  })
  return page.items
}

/** @throws `not_found` */
export async function requireAccount(store: ReadStore, accountId: string): Promise<Account> {
  const [row] = await store.get(account, [accountId])
  if (row) return row
  throw new SociusError('not_found', 'There is no such account.', { details: { accountId } })
}

/**
 * The account, if it is the actor's own, or the actor may act for everybody.
 * @throws `not_found`, `forbidden`
 */
export async function requireOwnAccount(
  { store, actor }: Pick<QueryContext, 'store' | 'actor'>,
  accountId: string,
): Promise<Account> {
  const row = await requireAccount(store, accountId)
  if (actsFor(actor, row.personId)) return row
  throw new SociusError('forbidden', 'This account belongs to another person.')
}
