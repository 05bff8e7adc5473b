import type { FeedItem } from '@socius/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useMemo } from 'react'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { type ElementProps, getterOf, mergeProps } from '../props/merge-props.js'
import { useControlled } from '../props/use-controlled.js'
import { moveBetweenArticles } from './feed-keys.js'
import { type FeedFilters, type FeedSource, feedQuery, isByTime } from './feed-query.js'
import { useFeedUpdates } from './use-feed-updates.js'
import { useHiddenIds } from './use-hide.js'
import { useNewItems } from './use-new-items.js'

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
const nothing: readonly string[] = []

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
  const isChronological = isByTime(source)
  const wanted = { source, filters: isChronological ? filters : noFilters, pageSize }
  const query = feedQuery(connection, wanted)
  const result = useInfiniteQuery(query)
  const pages = result.data?.pages
  const [hidden] = useHiddenIds(connection)
  // What one person has published is all shown to whoever looks it up.
  const left = source.feed === 'timeline' ? nothing : hidden
  const items = useMemo(() => distinct(pages?.flatMap((page) => page.items) ?? [], left), [pages, left])
  const { hasNextPage: hasMore } = result
  const { look, newCount, showNew } = useNewItems({
    connection,
    query: wanted,
    items,
    hasMore,
    isShowing: live === 'show',
  })
  useFeedUpdates({
    connection,
    enabled: live !== 'off',
    items,
    readAt: result.dataUpdatedAt,
    onPublished: () => {
      if (isChronological && result.isFetched) look()
    },
  })

  const actions = {
    loadMore: () => {
      if (hasMore && !result.isFetchingNextPage) void result.fetchNextPage()
    },
    /** Puts what is new where it belongs: on top, mostly. */
    showNew,
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
    hasMore,
    error: result.error,
    /** How many items have been published since, that are not shown yet. */
    newCount,
    ...actions,
    ...feedProps({ feedId, isBusy: result.isFetching, hasMore, items, actions }),
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
    getFeedProps: getterOf({ role: 'feed', 'aria-busy': isBusy, onKeyDown: moveBetweenArticles }),
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
    getMoreProps: getterOf({ type: 'button', 'aria-disabled': isBusy, onClick: actions.loadMore }),
    /** For the button that shows what is new. */
    getNewProps: getterOf({ type: 'button', onClick: actions.showNew }),
  }
}

/** While pages are walked a new item can push another to the next page: it is shown once. */
function distinct(items: readonly FeedItem[], left: readonly string[]): readonly FeedItem[] {
  const seen = new Set(left)
  return items.filter(({ activity }) => !seen.has(activity.id) && seen.add(activity.id))
}
