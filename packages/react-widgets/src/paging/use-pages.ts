import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { getterOf } from '../props/merge-props.js'
import type { PagesQuery } from './pages-query.js'

export interface UsePagesOptions<Item> {
  readonly query: PagesQuery<Item>
  readonly enabled?: boolean
  idOf(item: Item): string
  /** What stands behind the last page, unless a page has it. */
  readonly more?: readonly Item[]
  /** Of which items is nothing shown, by their ids. */
  readonly without: readonly string[]
}

const nothing: readonly never[] = []

/** The items of a list that is read page by page, each once: while pages are walked, a new one can push another to the next. */
export function usePages<Item>({ query, enabled = true, idOf, more = nothing, without }: UsePagesOptions<Item>) {
  const result = useInfiniteQuery({ ...query, enabled })
  const { isFetching: isBusy, isFetchingNextPage: isLoadingMore, hasNextPage: hasMore, error, dataUpdatedAt } = result
  const pages = result.data?.pages
  const items = useMemo((): readonly Item[] => {
    const seen = new Set(without)
    const all = [...(pages?.flatMap((page) => page.items) ?? []), ...more]
    return all.filter((item) => !seen.has(idOf(item)) && seen.add(idOf(item)))
  }, [pages, more, without, idOf])
  const loadMore = () => {
    if (hasMore && !isLoadingMore) void result.fetchNextPage()
  }
  return {
    items,
    isBusy,
    /** When they were read. Milliseconds since the epoch; 0 before. */
    readAt: dataUpdatedAt,
    paging: {
      isLoading: result.isPending && enabled,
      isLoadingMore,
      hasMore,
      error,
      loadMore,
      /** For the button that loads another page. It is not `disabled` meanwhile: it would lose the focus. */
      getMoreProps: getterOf({ type: 'button', 'aria-disabled': isBusy, onClick: loadMore }),
    },
  }
}
