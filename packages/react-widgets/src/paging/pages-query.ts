import { type InfiniteData, infiniteQueryOptions, type QueryKey } from '@tanstack/react-query'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

export type Pages<Item> = InfiniteData<Page<Item>, string | null>

/** A list that is read page by page, as TanStack Query takes it. */
export function pagesQuery<Item>(
  queryKey: QueryKey,
  read: (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: Page<Item>) => next,
  })
}

export type PagesQuery<Item> = ReturnType<typeof pagesQuery<Item>>
