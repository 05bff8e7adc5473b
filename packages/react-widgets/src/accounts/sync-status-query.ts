import { isSociusError } from '@socius/core/client'
import { type QueryKey, queryOptions } from '@tanstack/react-query'
import type { Connection, SociusClient } from '../connection/socius-provider.js'

/** Where an account stands in the queue. */
export type SyncPlace = Awaited<ReturnType<SociusClient['sync']['place']>>

/** The key under which an account's place is kept. */
export function syncStatusKey(viewerId: string, accountId: string): QueryKey {
  return ['socius', viewerId, 'sync', accountId]
}

/** Where an account stands in the queue that accounts are read from; null while it is not in it. */
export function syncStatusQuery({ client, viewerId }: Connection, { accountId }: { readonly accountId: string }) {
  return queryOptions({
    queryKey: syncStatusKey(viewerId, accountId),
    queryFn: async ({ signal }): Promise<SyncPlace | null> => {
      try {
        return await client.sync.place({ accountId }, { signal })
      } catch (error) {
        if (isSociusError(error, 'not_found')) return null
        throw error
      }
    },
  })
}
