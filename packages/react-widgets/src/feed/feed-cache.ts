import type { FeedItem } from '@socius/core'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { type FeedPages, type FeedSource, feedsKey } from './feed-query.js'

/** Changes an item, or takes it out by giving null. What stays as it is, is given back as it is. */
export type ItemChange = (item: FeedItem) => FeedItem | null

/** Changes items in every feed of a viewer that is in the cache. */
export function changeItems(queryClient: QueryClient, viewerId: string, change: ItemChange): void {
  queryClient.setQueriesData<FeedPages>({ queryKey: feedsKey(viewerId) }, (pages) => pages && mapItems(pages, change))
}

/** Changes one activity's item in every feed of a viewer that is in the cache. */
export function changeItem(queryClient: QueryClient, viewerId: string, activityId: string, change: ItemChange): void {
  changeItems(queryClient, viewerId, (item) => (item.activity.id === activityId ? change(item) : item))
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

/**
 * Takes an item out of all feeds of a viewer that are in the cache.
 *
 * @param isConcerned of which feeds it is taken out
 * @returns what puts it back where it stood
 */
export function takeOut(
  queryClient: QueryClient,
  queries: { readonly queryKey: QueryKey; isConcerned(source: FeedSource): boolean },
  activityId: string,
): () => void {
  const feeds = queryClient.getQueryCache().findAll({
    queryKey: queries.queryKey,
    predicate: ({ queryKey }) => queries.isConcerned(queryKey[queries.queryKey.length] as FeedSource),
  })
  const undo = feeds.map(({ queryKey }) => takeOutOf(queryClient, queryKey, activityId))
  return () => {
    for (const one of undo) one()
  }
}

function takeOutOf(queryClient: QueryClient, queryKey: QueryKey, activityId: string): () => void {
  const all = itemsOf(queryClient.getQueryData<FeedPages>(queryKey))
  const place = all.findIndex(({ activity }) => activity.id === activityId)
  const item = all[place]
  if (!item) return () => {}
  const before = new Set(all.slice(0, place).map(({ activity }) => activity.id))
  queryClient.setQueryData<FeedPages>(
    queryKey,
    (pages) => pages && mapItems(pages, (one) => (one.activity.id === activityId ? null : one)),
  )
  return () =>
    queryClient.setQueryData<FeedPages>(queryKey, (pages) => pages && putAfter(pages, item, (id) => before.has(id)))
}

/** Puts an item behind the last of those that stood before it. */
function putAfter(data: FeedPages, item: FeedItem, stoodBefore: (id: string) => boolean): FeedPages {
  if (itemsOf(data).some(({ activity }) => activity.id === item.activity.id)) return data
  const isBefore = ({ activity }: FeedItem) => stoodBefore(activity.id)
  const page = Math.max(
    0,
    data.pages.findLastIndex(({ items }) => items.some(isBefore)),
  )
  const pages = data.pages.map((one, place) => {
    if (place !== page) return one
    const at = one.items.findLastIndex(isBefore) + 1
    return { ...one, items: one.items.toSpliced(at, 0, item) }
  })
  return { ...data, pages }
}

function itemsOf(data: FeedPages | undefined): readonly FeedItem[] {
  return data?.pages.flatMap(({ items }) => items) ?? []
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
