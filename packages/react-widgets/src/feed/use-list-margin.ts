import { type RefObject, useLayoutEffect, useState } from 'react'
import { useStable } from '../props/use-stable.js'

export interface ListPlace {
  readonly listRef: RefObject<HTMLElement | null>
  readonly scrollRef: RefObject<HTMLElement | null> | undefined
}

/** How far below the beginning of what scrolls a list begins, in pixels. */
export function useListMargin({ listRef, scrollRef }: ListPlace): number {
  const [margin, setMargin] = useState(0)
  const measure = useStable(() => {
    const list = listRef.current
    if (!list) return
    const scroller = scrollRef?.current
    const above = scroller ? scroller.scrollTop - scroller.getBoundingClientRect().top : window.scrollY
    setMargin(Math.round(list.getBoundingClientRect().top + above))
  })

  useLayoutEffect(measure)
  // What stands above the list grows and shrinks with renders of others, too.
  useLayoutEffect(() => {
    if (typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    const parent = listRef.current?.parentElement
    if (parent) observer.observe(parent)
    return () => observer.disconnect()
  }, [listRef, measure])
  return margin
}
