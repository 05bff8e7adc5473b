import type { FeedItem } from '@socius/core'
import { useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { usePages } from '../paging/use-pages.js'
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
  const [hidden] = useHiddenIds(connection)
  const { items, isBusy, readAt, paging } = usePages({
    query,
    idOf,
    // What one person has published is all shown to whoever looks it up.
    without: source.feed === 'timeline' ? nothing : hidden,
  })
  const { hasMore } = paging
  const { look, newCount, showNew } = useNewItems({
    connection,
    query: wanted,
    queryKey: query.queryKey,
    items,
    hasMore,
    isShowing: live === 'show',
  })
  useFeedUpdates({
    connection,
    enabled: live !== 'off',
    items,
    readAt,
    onPublished: () => {
      if (isChronological && readAt > 0) look()
    },
  })

  const actions = {
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
    ...paging,
    /** How many items have been published since, that are not shown yet. */
    newCount,
    ...actions,
    ...feedProps({ feedId, isBusy, hasMore, items, showNew }),
  }
}

/** What {@link useFeed} gives. */
export type UseFeedResult = ReturnType<typeof useFeed>

interface FeedProps {
  readonly feedId: string
  readonly isBusy: boolean
  readonly hasMore: boolean
  readonly items: readonly FeedItem[]
  showNew(): void
}

/** The feed pattern of ARIA: https://www.w3.org/WAI/ARIA/apg/patterns/feed/ */
function feedProps({ feedId, isBusy, hasMore, items, showNew }: FeedProps) {
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
    /** For the button that shows what is new. */
    getNewProps: getterOf({ type: 'button', onClick: showNew }),
  }
}

function idOf({ activity }: FeedItem): string {
  return activity.id
}
