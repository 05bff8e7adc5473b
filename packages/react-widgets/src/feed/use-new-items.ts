import type { FeedItem } from '@socius/core'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Connection } from '../connection/socius-provider.js'
import { useOneAtATime } from '../props/use-one-at-a-time.js'
import { insertItems, replaceItems } from './feed-cache.js'
import { type FeedQuery, readFeed } from './feed-query.js'

export interface NewItemsOptions {
  readonly connection: Connection
  readonly query: FeedQuery
  /** Under which it is kept. */
  readonly queryKey: QueryKey
  readonly items: readonly FeedItem[]
  readonly hasMore: boolean
  /** Whether they are put in at once. */
  readonly isShowing: boolean
}

/** What is published meanwhile: the first page is read again, and what is not known yet waits until it is asked for. */
export function useNewItems({ connection, query, queryKey, items, hasMore, isShowing }: NewItemsOptions) {
  const queryClient = useQueryClient()
  const key = JSON.stringify(queryKey)
  const [waiting, setWaiting] = useState<{ key: string; items: readonly FeedItem[] }>({ key, items: [] })
  const isKnown = ({ activity }: FeedItem) => items.some((item) => item.activity.id === activity.id)
  // What waited for another feed does not wait for this one.
  const fresh = waiting.key === key ? waiting.items.filter((item) => !isKnown(item)) : []

  /** A whole page is new: there may be more between them and what is shown. */
  const isGap = (found: readonly FeedItem[]) => items.length > 0 && found.length >= (query.pageSize ?? 20)

  const look = useOneAtATime(async () => {
    const newest = (await readFeed(connection, query, { cursor: null })).items
    replaceItems(queryClient, connection.viewerId, newest)
    // What an account that was just linked brings is older than the top of the feed; what lies below its end is no news.
    const end = (hasMore && items.at(-1)?.activity.publishedAt) || 0
    const found = newest.filter((item) => !isKnown(item) && item.activity.publishedAt >= end)
    if (!isShowing) return setWaiting({ key, items: found })
    insertItems(queryClient, queryKey, found)
    if (isGap(found)) void queryClient.invalidateQueries({ queryKey })
    return undefined
  })

  return {
    look,
    newCount: fresh.length,
    /** Puts what is new where it belongs: on top, mostly. */
    showNew: () => {
      if (isGap(fresh)) void queryClient.resetQueries({ queryKey })
      else insertItems(queryClient, queryKey, fresh)
      setWaiting({ key, items: [] })
    },
  }
}
