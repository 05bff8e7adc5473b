import type { FeedItem } from '@socius/core'
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { isWrittenInto } from './feed-keys.js'

/**
 * Which article has the focus, or holds what has it: it is to stay in the page, however far it is scrolled away.
 *
 * @param places where each item stands, by its id
 */
export function useFocusedArticle(items: readonly FeedItem[], places: ReadonlyMap<string, number>) {
  const [id, setId] = useState<string | null>(null)
  return {
    index: id === null ? undefined : places.get(id),
    onFocus: ({ target }: FocusEvent<HTMLElement>) => setId(items[indexOf(target) ?? -1]?.activity.id ?? null),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
      if (!currentTarget.contains(relatedTarget)) setId(null)
    },
  }
}

export interface ArticleKeys {
  readonly listRef: RefObject<HTMLElement | null>
  readonly count: number
  readonly hasMore: boolean
  loadMore(): void
  /** Renders the article of this place. */
  scrollTo(index: number): void
}

/** Goes from article to article where only a part of them is rendered, or loaded. */
export function useArticleKeys({ listRef, count, hasMore, loadMore, scrollTo }: ArticleKeys) {
  /** The one that gets the focus as soon as it is there. */
  const wanted = useRef<number | null>(null)
  const articleAt = (index: number) => listRef.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)
  const known = useRef(count)

  useEffect(() => {
    const { current: index } = wanted
    const isLonger = count > known.current
    known.current = count
    if (index === null) return
    const article = articleAt(index)
    if (article) {
      wanted.current = null
      article.focus({ preventScroll: true })
    } else if (isLonger && index < count) scrollTo(index)
  })

  function focusItem(index: number): void {
    const article = articleAt(index)
    wanted.current = article ? null : index
    if (article) article.focus()
    else if (index < count) scrollTo(index)
  }

  return {
    focusItem,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { key, target } = event
      if ((key !== 'PageDown' && key !== 'PageUp') || isWrittenInto(target)) return
      const from = indexOf(target as Element)
      if (from === null) return
      const next = from + (key === 'PageDown' ? 1 : -1)
      if (next < 0 || (next >= count && !hasMore)) return
      event.preventDefault()
      if (next >= count) loadMore()
      focusItem(next)
    },
  }
}

function indexOf(element: Element): number | null {
  const index = element.closest('[data-index]')?.getAttribute('data-index')
  return index === null || index === undefined ? null : Number(index)
}
