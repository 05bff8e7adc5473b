import type { FeedItem } from '@socius/core'
import type { QueryKey } from '@tanstack/react-query'
import type { Connection } from '../connection/socius-provider.js'
import { type Page, type Pages, pagesQuery } from '../paging/pages-query.js'

/** Which feed is shown. */
export type FeedSource =
  | { readonly feed: 'home' | 'network' | 'ranked' }
  | { readonly feed: 'programme'; readonly programmeId: string }
  | { readonly feed: 'top'; readonly period?: 'day' | 'week' | 'month' | 'all'; readonly programmeId?: string }
  /** What one person has published. */
  | { readonly feed: 'timeline'; readonly personId: string }

/** What a feed is narrowed to. Ranked feeds and the top of a period have no filters. */
export interface FeedFilters {
  readonly platform?: string
  readonly kind?: string
  readonly hashtag?: string
}

export type FeedPage = Page<FeedItem>

export type FeedPages = Pages<FeedItem>

export interface FeedQuery {
  readonly source: FeedSource
  readonly filters?: FeedFilters
  /** Items on a page, 1 to 100. @default 20 */
  readonly pageSize?: number
}

/** The key under which everything of a viewer's feeds is kept. */
export function feedsKey(viewerId: string): QueryKey {
  return ['socius', viewerId, 'feed']
}

/**
 * A feed as TanStack Query takes it: to load it before a page is rendered on a server, or to find it in the cache.
 * @example await queryClient.prefetchInfiniteQuery(feedQuery({ client, viewerId }, { source: { feed: 'home' } }))
 */
export function feedQuery(connection: Connection, query: FeedQuery) {
  const { source, filters = {}, pageSize = 20 } = query
  return pagesQuery<FeedItem>([...feedsKey(connection.viewerId), source, filters, pageSize], (cursor, signal) =>
    readFeed(connection, query, { cursor, signal }),
  )
}

/** One page of a feed. */
export function readFeed(
  { client }: Connection,
  { source, filters, pageSize: limit = 20 }: FeedQuery,
  { cursor, signal }: { cursor: string | null; signal?: AbortSignal },
): Promise<FeedPage> {
  const { feed, ...which } = source
  // Each feed is a query of its name, and takes the rest of its source: that is how sources are made.
  const read = client.feed[feed] as (input: object, options: { signal?: AbortSignal }) => Promise<FeedPage>
  return read({ limit, cursor, ...(isByTime(source) && filters), ...which }, signal ? { signal } : {})
}

/** Whether new items come first in it, and filters narrow it. */
export function isByTime({ feed }: FeedSource): boolean {
  return feed !== 'ranked' && feed !== 'top'
}
