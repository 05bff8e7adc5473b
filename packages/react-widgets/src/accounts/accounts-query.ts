import type { Account, Consent } from '@socius/core'
import { pagesOf } from '@socius/core/client'
import { type QueryKey, queryOptions } from '@tanstack/react-query'
import type { Connection, SociusClient } from '../connection/socius-provider.js'

/** A platform whose accounts can be linked. */
export type LinkablePlatform = Awaited<ReturnType<SociusClient['accounts']['platforms']>>['items'][number]

/** The key under which a viewer's accounts are kept. */
export function accountsKey(viewerId: string): QueryKey {
  return ['socius', viewerId, 'accounts']
}

/** The key under which a viewer's consents are kept. */
export function consentsKey(viewerId: string): QueryKey {
  return ['socius', viewerId, 'consents']
}

/** As many as a page holds. */
const limit = 100

/**
 * The viewer's accounts, all of them, those that are disconnected too.
 * @example await queryClient.prefetchQuery(accountsQuery({ client, viewerId }))
 */
export function accountsQuery({ client, viewerId }: Connection) {
  return queryOptions({
    queryKey: accountsKey(viewerId),
    queryFn: async ({ signal }) => {
      const accounts: Account[] = []
      const pages = pagesOf(client.accounts.list, { personId: viewerId, limit }, { signal })
      for await (const { items } of pages) accounts.push(...items)
      return accounts
    },
  })
}

/** What the viewer has allowed, the newest first, withdrawn grants included. */
export function consentsQuery({ client, viewerId }: Connection) {
  return queryOptions({
    queryKey: consentsKey(viewerId),
    queryFn: async ({ signal }) => {
      const consents: Consent[] = []
      const pages = pagesOf(client.consents.list, { personId: viewerId, limit }, { signal })
      for await (const { items } of pages) consents.push(...items)
      return consents
    },
  })
}

/** The platforms whose accounts can be linked. They are a host's settings: a page reads them once. */
export function platformsQuery({ client, viewerId }: Connection) {
  return queryOptions({
    queryKey: ['socius', viewerId, 'platforms'],
    queryFn: async ({ signal }): Promise<readonly LinkablePlatform[]> =>
      (await client.accounts.platforms({}, { signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
