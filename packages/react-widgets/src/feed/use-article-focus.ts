import type { FeedItem } from '@socius/core'
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { placeOf, wantedPlace } from './feed-keys.js'

/** Which article has the focus, or holds what has it: it is to stay in the page, however far it is scrolled away. */
export function useFocusedArticle(items: readonly FeedItem[]) {
  const [id, setId] = useState<string | null>(null)
  return {
    /** Its place; -1 while none has it. */
    focused: id === null ? -1 : items.findIndex(({ activity }) => activity.id === id),
    onFocus: ({ target }: FocusEvent<HTMLElement>) => setId(items[placeOf(target)]?.activity.id ?? null),
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
      const next = wantedPlace(event)
      if (!(next >= 0 && (next < count || hasMore))) return
      event.preventDefault()
      if (next >= count) loadMore()
      focusItem(next)
    },
  }
}
