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

  // What stands above the list grows and shrinks with renders of others, too, and then what is around both does. Measured with
  // each render of its own, it would have the page laid out once more for each step of a scroll.
  useLayoutEffect(() => {
    measure()
    if (typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(measure)
    for (let around = listRef.current?.parentElement; around; around = around.parentElement) observer.observe(around)
    return () => observer.disconnect()
  }, [listRef, measure])
  return margin
}
