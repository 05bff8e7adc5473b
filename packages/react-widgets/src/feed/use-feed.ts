import type { FeedItem } from '@socius/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { type ElementProps, mergeProps } from '../props/merge-props.js'
import { useControlled } from '../props/use-controlled.js'
import { insertItems } from './feed-cache.js'
import { moveBetweenArticles } from './feed-keys.js'
import { type FeedFilters, type FeedSource, feedQuery, isFiltered, isNewestFirst, readFeed } from './feed-query.js'
import { useFeedUpdates } from './use-feed-updates.js'

export interface UseFeedOptions extends ConnectionOptions {
  readonly source: FeedSource
  /** Filters that the caller keeps; leave it out and the hook keeps them. */
  readonly filters?: FeedFilters
  /** @default none */
  readonly initialFilters?: FeedFilters
  readonly onFiltersChange?: (filters: FeedFilters) => void
  /** Items on a page, 1 to 100. @default 20 */
  readonly pageSize?: number
  /**
   * What becomes of items that others publish meanwhile: `announce` counts them until they are asked for, `show` puts them
   * in at once, `off` listens to nothing. @default 'announce'
   */
  readonly live?: 'announce' | 'show' | 'off'
}

const noFilters: FeedFilters = {}

/**
 * A feed: its items page by page, what is new since, and filters. Likes, comments, edits and deletions by others show as they
 * happen.
 */
export function useFeed(options: UseFeedOptions) {
  const { source, pageSize = 20, live = 'announce' } = options
  const connection = useConnection(options)
  const queryClient = useQueryClient()
  const [filters, setFilters] = useControlled({
    value: options.filters,
    initial: options.initialFilters ?? noFilters,
    onChange: options.onFiltersChange,
  })
  const wanted = { source, filters: isFiltered(source) ? filters : noFilters, pageSize }
  const query = feedQuery(connection, wanted)
  const result = useInfiniteQuery(query)
  const pages = result.data?.pages
  const items = useMemo(() => distinct(pages?.flatMap((page) => page.items) ?? []), [pages])
  const { waiting, look, forget } = useNewItems()
  const key = JSON.stringify(query.queryKey)
  // What waited for another feed does not wait for this one.
  const fresh = waiting.key === key ? waiting.items.filter((item) => !items.some(sameAs(item))) : []

  useFeedUpdates({
    connection,
    enabled: live !== 'off',
    items,
    readAt: result.dataUpdatedAt,
    onGap: () => {
      // The first `ready` comes while the first page is on its way, or has just been rendered: nothing was missed.
      if (result.isFetched && !result.isFetching) void queryClient.invalidateQueries({ queryKey: query.queryKey })
    },
    onPublished: () => {
      if (!isNewestFirst(source) || !result.isFetched) return
      look(key, async () => {
        const { items: newest } = await readFeed(connection, wanted, { cursor: null })
        const known = new Set(items.map(({ activity }) => activity.id))
        const last = result.hasNextPage ? items.at(-1) : undefined
        const found = newest.filter(({ activity }) => !known.has(activity.id) && isAbove(last, activity))
        if (live !== 'show') return found
        insertItems(queryClient, query.queryKey, found)
        return []
      })
    },
  })

  const actions = {
    loadMore: () => {
      if (result.hasNextPage && !result.isFetchingNextPage) void result.fetchNextPage()
    },
    /** Puts what is new where it belongs: on top, mostly. */
    showNew: () => {
      // As many as a page: there may be more between them and what is shown.
      if (fresh.length >= pageSize) void queryClient.resetQueries({ queryKey: query.queryKey })
      else insertItems(queryClient, query.queryKey, fresh)
      forget()
    },
    refresh: () => void queryClient.resetQueries({ queryKey: query.queryKey }),
    setFilters,
    /** Sets one filter, or takes it away: of a hashtag that is pressed, say. */
    setFilter: (name: keyof FeedFilters, value: string | undefined) => {
      const { [name]: _before, ...others } = filters
      setFilters(value === undefined ? others : { ...others, [name]: value })
    },
  }
  const feedId = useId()
  return {
    items,
    filters,
    isLoading: result.isPending,
    isLoadingMore: result.isFetchingNextPage,
    hasMore: result.hasNextPage,
    error: result.error,
    /** How many items have been published since, that are not shown yet. */
    newCount: fresh.length,
    ...actions,
    ...feedProps({ feedId, isBusy: result.isFetching, hasMore: result.hasNextPage, items, actions }),
  }
}

/** What {@link useFeed} gives. */
export type UseFeedResult = ReturnType<typeof useFeed>

interface FeedProps {
  readonly feedId: string
  readonly isBusy: boolean
  readonly hasMore: boolean
  readonly items: readonly FeedItem[]
  readonly actions: { loadMore(): void; showNew(): void }
}

/** The feed pattern of ARIA: https://www.w3.org/WAI/ARIA/apg/patterns/feed/ */
function feedProps({ feedId, isBusy, hasMore, items, actions }: FeedProps) {
  const labelOf = ({ activity }: FeedItem) => `${feedId}-${activity.id}`
  return {
    /** For the element around the items; give it an `aria-label`. Page Up and Page Down go from item to item. */
    getFeedProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps({ role: 'feed', 'aria-busy': isBusy, onKeyDown: moveBetweenArticles } as const, given),
    /** For the element of one item. */
    getItemProps: <Given extends ElementProps>(item: FeedItem, given?: Given) =>
      mergeProps(
        {
          role: 'article',
          tabIndex: 0,
          'aria-posinset': items.indexOf(item) + 1,
          'aria-setsize': hasMore ? -1 : items.length,
          'aria-labelledby': labelOf(item),
        } as const,
        given,
      ),
    /** For what names an item, its author say. */
    getItemLabelProps: <Given extends ElementProps>(item: FeedItem, given?: Given) =>
      mergeProps({ id: labelOf(item) }, given),
    /** For the button that loads another page. It is not `disabled` meanwhile: it would lose the focus. */
    getMoreProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps({ type: 'button', 'aria-disabled': isBusy, onClick: actions.loadMore } as const, given),
    /** For the button that shows what is new. */
    getNewProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps({ type: 'button', onClick: actions.showNew } as const, given),
  }
}

/** What is new and not shown yet. One look at a time; what is heard of meanwhile is one more look after it. */
function useNewItems() {
  const [waiting, setWaiting] = useState<{ key: string; items: readonly FeedItem[] }>({ key: '', items: [] })
  const state = useRef({ isLooking: false, next: null as null | (() => void), isGone: false })
  useEffect(() => {
    const { current } = state
    current.isGone = false
    return () => {
      current.isGone = true
    }
  }, [])

  function look(key: string, find: () => Promise<readonly FeedItem[]>): void {
    const { current } = state
    if (current.isLooking) {
      current.next = () => look(key, find)
      return
    }
    current.isLooking = true
    find()
      .then((items) => {
        if (!current.isGone) setWaiting({ key, items })
      })
      // Whoever cannot be asked now is asked at the next event.
      .catch(() => {})
      .finally(() => {
        current.isLooking = false
        const { next } = current
        current.next = null
        if (!current.isGone) next?.()
      })
  }

  return { waiting, look, forget: () => setWaiting({ key: '', items: [] }) }
}

function sameAs(item: FeedItem) {
  return (other: FeedItem) => other.activity.id === item.activity.id
}

/** What an account that was just linked brings is older than the top of the feed; what lies below its end is no news. */
function isAbove(last: FeedItem | undefined, { publishedAt }: FeedItem['activity']): boolean {
  return last === undefined || publishedAt >= last.activity.publishedAt
}

/** While pages are walked a new item can push another to the next page: it is shown once. */
function distinct(items: readonly FeedItem[]): readonly FeedItem[] {
  const seen = new Set<string>()
  return items.filter(({ activity }) => !seen.has(activity.id) && seen.add(activity.id))
}
