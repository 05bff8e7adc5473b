import type { FeedItem } from '@socius/core'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { type FeedPage, type FeedPages, feedsKey } from './feed-query.js'
import { isBusy } from './reaction-key.js'

/** Changes an item, or takes it out by giving null. What stays as it is, is given back as it is. */
export type ItemChange = (item: FeedItem) => FeedItem | null

/**
 * Changes items in every feed of a viewer that is in the cache. Of what is equal the cache keeps the objects that it has: rows
 * in which nothing has changed are not rendered again.
 */
function changeItems(queryClient: QueryClient, viewerId: string, change: ItemChange): void {
  const changePage = (page: FeedPage) => ({ ...page, items: page.items.flatMap((item) => change(item) ?? []) })
  const changeFeed = (feed: FeedPages | undefined) => feed && { ...feed, pages: feed.pages.map(changePage) }
  for (const { queryKey, state } of queryClient.getQueryCache().findAll({ queryKey: feedsKey(viewerId) })) {
    // It was not read now: what it has missed while it was not shown, it has to ask for still.
    queryClient.setQueryData(queryKey, changeFeed, { updatedAt: state.dataUpdatedAt })
  }
}

/** Changes one activity's item in every feed of a viewer that is in the cache. */
export function changeItem(queryClient: QueryClient, viewerId: string, activityId: string, change: ItemChange): void {
  changeItems(queryClient, viewerId, (item) => (item.activity.id === activityId ? change(item) : item))
}

/**
 * Puts items in the place of what was known of them.
 *
 * @param asked those that were asked for: of these, what did not come is gone
 */
export function replaceItems(
  queryClient: QueryClient,
  viewerId: string,
  now: readonly FeedItem[],
  asked: readonly string[] = [],
): void {
  const byId = new Map(now.map((item) => [item.activity.id, item]))
  changeItems(queryClient, viewerId, (item) => {
    const { id } = item.activity
    const fresh = byId.get(id)
    if (!fresh) return asked.includes(id) ? null : item
    // The viewer has just pressed something: what the server said before that does not count.
    if (isBusy(queryClient, viewerId, id)) return { ...item, ...fresh, here: item.here, mine: item.mine }
    return { ...item, ...fresh }
  })
}

/** Puts items into the first page of a feed that has the newest first, each where it belongs by its time. */
export function insertItems(queryClient: QueryClient, queryKey: QueryKey, items: readonly FeedItem[]): void {
  queryClient.setQueryData<FeedPages>(queryKey, (pages) => {
    const [first, ...rest] = pages?.pages ?? []
    if (!pages || !first) return pages
    const fresh = new Set(items.map(({ activity }) => activity.id))
    const others = first.items.filter(({ activity }) => !fresh.has(activity.id))
    const all = [...items, ...others].toSorted((one, other) => other.activity.publishedAt - one.activity.publishedAt)
    return { ...pages, pages: [{ ...first, items: all }, ...rest] }
  })
}
