import type { FeedItem } from '@socius/core'
import {
  defaultRangeExtractor,
  elementScroll,
  observeWindowOffset,
  observeWindowRect,
  type Range,
  useVirtualizer,
  windowScroll,
} from '@tanstack/react-virtual'
import { type CSSProperties, type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { type ElementProps, mergeProps } from '../props/merge-props.js'
import { useArticleKeys, useFocusedArticle } from './use-article-focus.js'
import type { UseFeedResult } from './use-feed.js'
import { useFirstOffset } from './use-first-offset.js'
import { useListMargin } from './use-list-margin.js'

export interface UseVirtualFeedOptions {
  readonly feed: UseFeedResult
  /** The element that scrolls. @default the window */
  readonly scrollRef?: RefObject<HTMLElement | null>
  /** How high an item is expected to be until it is measured, in pixels. @default 280 */
  readonly estimatedHeight?: number
  /** Between two items, in pixels. @default 16 */
  readonly gap?: number
  /** Items that are rendered before and after those that can be seen. @default 2 */
  readonly overscan?: number
  /** How much of the top of what scrolls is covered, by a header say, in pixels. @default 16 */
  readonly scrollPadding?: number
}

/** An item that is rendered. */
export interface VirtualRow {
  readonly item: FeedItem
  readonly index: number
}

/** How many items before the last one the next page is asked for. */
const loadAhead = 5

/**
 * Renders only those items of a feed that can be seen, each as high as it is. What is put on top does not move what is read;
 * the next page is asked for near the end; Page Down and Page Up reach items that are not rendered yet.
 */
export function useVirtualFeed(options: UseVirtualFeedOptions) {
  const { feed, scrollRef, estimatedHeight = 280, gap = 16, overscan = 2, scrollPadding = 16 } = options
  const { items } = feed
  const listRef = useRef<HTMLElement | null>(null)
  const { focused, onFocus, onBlur } = useFocusedArticle(items)
  const margin = useListMargin({ listRef, scrollRef })
  const first = useFirstOffset(scrollRef, scrollRef ? elementScroll : ofWindow.scrollToFn)
  const last = useRef({ items, offset: 0 })
  const virtualizer = useVirtualizer<Element, HTMLElement>({
    ...(scrollRef ? { getScrollElement: () => scrollRef.current } : ofWindow),
    ...first,
    count: items.length,
    gap,
    overscan,
    // What is read stays where it is when items come or go above it. At the very top, what is new is shown. While nothing comes
    // or goes, all items would be laid out anew for each one that is measured.
    anchorTo: last.current.items !== items && last.current.offset > margin ? 'end' : 'start',
    scrollEndThreshold: -1,
    scrollMargin: margin,
    scrollPaddingStart: scrollPadding,
    // Functions that change make it lay out everything anew.
    estimateSize: useCallback(() => estimatedHeight, [estimatedHeight]),
    getItemKey: useCallback((index: number) => items[index]?.activity.id ?? index, [items]),
    // Who has the focus stays, however far it is scrolled away: without it the focus would be lost.
    rangeExtractor: useCallback((range: Range) => withFocused(defaultRangeExtractor(range), focused), [focused]),
    // What a server renders, which does not know the screen.
    initialRect: { width: 1024, height: 1024 },
  })
  const shown = virtualizer.getVirtualItems()
  useLayoutEffect(() => {
    last.current = { items, offset: virtualizer.scrollOffset ?? 0 }
  })

  const lastIndex = shown.at(-1)?.index ?? -1
  const isNearEnd = lastIndex >= items.length - 1 - loadAhead
  const { hasMore, isLoadingMore, error, loadMore } = feed
  const { focusItem, onKeyDown } = useArticleKeys({
    listRef,
    count: items.length,
    hasMore,
    loadMore,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'start' }),
  })
  useEffect(() => {
    if (isNearEnd && hasMore && !isLoadingMore && !error) loadMore()
  })

  const rows = shown.flatMap(({ index }): VirtualRow[] => {
    const item = items[index]
    return item ? [{ item, index }] : []
  })
  return {
    rows,
    /** Brings an item into sight and gives it the focus, rendered or not. */
    focusItem,
    /** In the place of the feed's own. */
    getFeedProps: <Given extends ElementProps>(given?: Given) =>
      feed.getFeedProps(
        mergeProps(
          {
            ref: (list: HTMLElement | null) => {
              listRef.current = list
            },
            onFocus,
            onBlur,
            onKeyDown,
            style: {
              display: 'flow-root',
              // The place is kept here, and by the browser a second time.
              overflowAnchor: 'none',
              paddingBlockEnd: virtualizer.getTotalSize() + margin - (shown.at(-1)?.end ?? margin),
            } satisfies CSSProperties,
          },
          given,
        ),
      ),
    /** In the place of the feed's own. */
    getItemProps: <Given extends ElementProps>({ item, index }: VirtualRow, given?: Given) => {
      const place = shown.findIndex((one) => one.index === index)
      const start = shown[place]?.start ?? margin
      const marginBlockStart = start - (shown[place - 1]?.end ?? margin)
      return feed.getItemProps(
        item,
        mergeProps({ ref: virtualizer.measureElement, 'data-index': index, style: { marginBlockStart } }, given),
      )
    },
  }
}

/** @tanstack/react-virtual has the window and elements as two hooks; which one it is, is known when this one is called. */
const ofWindow = {
  getScrollElement: () => (typeof window === 'undefined' ? null : (window as unknown as Element)),
  observeElementRect: observeWindowRect,
  observeElementOffset: observeWindowOffset,
  scrollToFn: windowScroll,
} as unknown as { getScrollElement: () => Element | null; scrollToFn: typeof elementScroll } // each for the same kind of scroller

function withFocused(range: number[], focused: number): number[] {
  return focused < 0 || range.includes(focused) ? range : [...range, focused].toSorted((one, other) => one - other)
}
