import type { FeedItem } from '@socius/core'
import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useRef } from 'react'

export interface SteadyPlace {
  readonly virtualizer: Virtualizer<Element, HTMLElement>
  readonly items: readonly FeedItem[]
  /** Where each item stands, by its id. */
  readonly places: ReadonlyMap<string, number>
  readonly scrollRef: RefObject<HTMLElement | null> | undefined
}

/** Keeps what is read where it is on the screen when items come or go above it. At the very top, what is new is shown. */
export function useSteadyPlace({ virtualizer, items, places, scrollRef }: SteadyPlace): void {
  const anchor = useRef<{ id: string; start: number } | null>(null)
  const before = useRef(items)

  useLayoutEffect(() => {
    const { scrollOffset, options, measurementsCache } = virtualizer
    const offset = scrollOffset ?? 0
    const held = anchor.current
    if (before.current !== items && held && offset > options.scrollMargin) {
      const place = places.get(held.id)
      const start = place === undefined ? undefined : measurementsCache[place]?.start
      const step = start === undefined ? 0 : start - held.start
      if (step !== 0) (scrollRef?.current ?? window).scrollBy({ top: step, behavior: 'instant' })
    }
    before.current = items
    const first = virtualizer.getVirtualItemForOffset(offset)
    const item = first && items[first.index]
    anchor.current = first && item ? { id: item.activity.id, start: first.start } : null
  })
}
