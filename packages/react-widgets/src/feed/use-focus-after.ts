import type { FeedItem } from '@socius/core'
import { useEffect, useRef } from 'react'

interface Waiting {
  /** The items when it was asked for. */
  readonly items: readonly FeedItem[]
  place(items: readonly FeedItem[]): number
}

/**
 * Moves the focus to an item once items have changed: what was pressed to change them, and had the focus, is gone by then.
 */
export function useFocusAfter(items: readonly FeedItem[], focusItem: (index: number) => void) {
  const waiting = useRef<Waiting | null>(null)
  useEffect(() => {
    const { current } = waiting
    if (!current || current.items === items) return
    const place = current.place(items)
    if (place < 0 || place >= items.length) return
    waiting.current = null
    focusItem(place)
  })
  const later = (place: Waiting['place']) => {
    waiting.current = { items, place }
  }
  return {
    toTop: () => later(() => 0),
    /** To this one, when it is there. */
    to: (item: FeedItem) => later((now) => now.findIndex(({ activity }) => activity.id === item.activity.id)),
  }
}
