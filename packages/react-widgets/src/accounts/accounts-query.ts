import type { Account, Consent } from '@socius/core'
import { pagesOf } from '@socius/core/client'
import { type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query'
import type { Connection, SociusClient } from '../connection/socius-provider.js'

/** A platform whose accounts can be linked. */
export type LinkablePlatform = Awaited<ReturnType<SociusClient['accounts']['platforms']>>['items'][number]

/** The key under which a viewer's accounts are kept. */
function accountsKey(viewerId: string): QueryKey {
  return ['socius', viewerId, 'accounts']
}

/** The key under which a viewer's consents are kept. */
function consentsKey(viewerId: string): QueryKey {
  return ['socius', viewerId, 'consents']
}

/** Reads a viewer's accounts and consents again, as far as they are shown. */
export async function readAccountsAnew(queryClient: QueryClient, viewerId: string): Promise<void> {
  const keys = [accountsKey(viewerId), consentsKey(viewerId)]
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
}

type ListOf<Item> = (
  input: { personId: string; limit: number },
  options?: { signal?: AbortSignal },
) => Promise<{ readonly items: Item[]; readonly next: string | null }>

/** All pages of a list of the viewer's. */
async function readAll<Item>(list: ListOf<Item>, personId: string, signal: AbortSignal): Promise<readonly Item[]> {
  const items: Item[] = []
  for await (const page of pagesOf(list, { personId, limit: 100 }, { signal })) items.push(...page.items)
  return items
}

/**
 * The viewer's accounts, all of them, those that are disconnected too.
 * @example await queryClient.prefetchQuery(accountsQuery({ client, viewerId }))
 */
export function accountsQuery({ client, viewerId }: Connection) {
  return queryOptions({
    queryKey: accountsKey(viewerId),
    queryFn: ({ signal }) => readAll<Account>(client.accounts.list, viewerId, signal),
  })
}

/** What the viewer has allowed, the newest first, withdrawn grants included. */
export function consentsQuery({ client, viewerId }: Connection) {
  return queryOptions({
    queryKey: consentsKey(viewerId),
    queryFn: ({ signal }) => readAll<Consent>(client.consents.list, viewerId, signal),
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
