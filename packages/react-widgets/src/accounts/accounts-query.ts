import { pagesOf } from '@socius/core/client'
import { type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query'
import type { Connection, SociusClient } from '../connection/socius-provider.js'

/** A platform whose accounts can be linked. */
export type LinkablePlatform = Awaited<ReturnType<SociusClient['accounts']['platforms']>>['items'][number]

/** An account of the viewer's, with the consent that it rests on. */
type ListedAccount = Awaited<ReturnType<SociusClient['accounts']['list']>>['items'][number]

/** The key under which a viewer's accounts are kept. */
function accountsKey(viewerId: string): QueryKey {
  return ['socius', viewerId, 'accounts']
}

/** Reads a viewer's accounts again, as far as they are shown. */
export function readAccountsAnew(queryClient: QueryClient, viewerId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: accountsKey(viewerId) })
}

/**
 * The viewer's accounts, all of them, those that are disconnected too.
 * @example await queryClient.prefetchQuery(accountsQuery({ client, viewerId }))
 */
export function accountsQuery({ client, viewerId }: Connection) {
  return queryOptions({
    queryKey: accountsKey(viewerId),
    queryFn: async ({ signal }): Promise<readonly ListedAccount[]> => {
      const accounts: ListedAccount[] = []
      const pages = pagesOf(client.accounts.list, { personId: viewerId, limit: 100 }, { signal })
      for await (const { items } of pages) accounts.push(...items)
      return accounts
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
