import type { FeedItem } from '@socius/core'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { type FeedPages, feedsKey } from './feed-query.js'

/** Changes an item, or takes it out by giving null. What stays as it is, is given back as it is. */
export type ItemChange = (item: FeedItem) => FeedItem | null

/** Changes items in every feed of a viewer that is in the cache. */
export function changeItems(queryClient: QueryClient, viewerId: string, change: ItemChange): void {
  queryClient.setQueriesData<FeedPages>({ queryKey: feedsKey(viewerId) }, (pages) => pages && mapItems(pages, change))
}

/** Puts items before all others of one feed. */
export function prependItems(queryClient: QueryClient, queryKey: QueryKey, items: readonly FeedItem[]): void {
  queryClient.setQueryData<FeedPages>(queryKey, (pages) => {
    const [first, ...rest] = pages?.pages ?? []
    if (!pages || !first) return pages
    const fresh = new Set(items.map(({ activity }) => activity.id))
    const others = first.items.filter(({ activity }) => !fresh.has(activity.id))
    return { ...pages, pages: [{ ...first, items: [...items, ...others] }, ...rest] }
  })
}

/** Pages in which nothing has changed are the same objects as before: their rows are not rendered again. */
function mapItems(pages: FeedPages, change: ItemChange): FeedPages {
  let isChanged = false
  const mapped = pages.pages.map((page) => {
    let isPageChanged = false
    const items = page.items.flatMap((item) => {
      const next = change(item)
      if (next !== item) isPageChanged = true
      return next ?? []
    })
    if (!isPageChanged) return page
    isChanged = true
    return { ...page, items }
  })
  return isChanged ? { ...pages, pages: mapped } : pages
}
