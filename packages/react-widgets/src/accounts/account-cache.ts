import type { Account, Consent } from '@socius/core'
import type { QueryClient } from '@tanstack/react-query'
import { accountsKey, consentsKey } from './accounts-query.js'

/** Puts an account where the server will give it, in the place of what was known of it. */
export function putAccount(queryClient: QueryClient, viewerId: string, account: Account): void {
  queryClient.setQueryData<Account[]>(accountsKey(viewerId), (accounts) => {
    if (!accounts) return accounts
    const others = accounts.filter(({ id }) => id !== account.id)
    const isOther = (other: Account) => account.primary && other.primary && other.platform === account.platform
    return [...others.map((other) => (isOther(other) ? { ...other, primary: false } : other)), account].toSorted(
      inOrder,
    )
  })
}

/** Changes the accounts that are in the cache. What stays as it is, is given back as it is. */
export function changeAccounts(
  queryClient: QueryClient,
  viewerId: string,
  change: (account: Account) => Account,
): void {
  queryClient.setQueryData<Account[]>(accountsKey(viewerId), (accounts) => accounts?.map(change))
}

/** Puts a consent in the place of what was known of it. */
export function putConsent(queryClient: QueryClient, viewerId: string, consent: Consent): void {
  queryClient.setQueryData<Consent[]>(consentsKey(viewerId), (consents) =>
    consents?.map((known) => (known.id === consent.id ? consent : known)),
  )
}

/** An account of which nothing is read any more. */
export function disconnected(account: Account): Account {
  return { ...account, state: 'disconnected', primary: false }
}

/** As `accounts.list` has it. */
function inOrder(one: Account, other: Account): number {
  return compare(one.platform, other.platform) || compare(one.id, other.id)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
