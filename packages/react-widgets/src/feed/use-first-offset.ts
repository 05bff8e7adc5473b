import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react'

type Scroll = Virtualizer<Element, HTMLElement>['options']['scrollToFn']

/**
 * Where a list begins that is shown on a page which is scrolled already. The virtualizer begins by scrolling to where it
 * takes the page to be; a page that was rendered on a server it takes to be at its top, because its rows have to be the
 * same as the server's at first. That first step is left out, and the page is read once it may be.
 */
export function useFirstOffset(scrollRef: RefObject<HTMLElement | null> | undefined, scrollToFn: Scroll) {
  const isServed = useSyncExternalStore(
    () => () => {},
    () => false,
    () => true,
  )
  const isReady = useRef(!isServed)
  useEffect(() => {
    if (isReady.current) return
    isReady.current = true
    const scroller = scrollRef ? scrollRef.current : window
    // Its listener renders at once, which an effect may not.
    queueMicrotask(() => scroller?.dispatchEvent(new Event('scroll')))
  }, [scrollRef])
  return {
    initialOffset: () => {
      if (isServed) return 0
      return scrollRef ? (scrollRef.current?.scrollTop ?? 0) : window.scrollY
    },
    scrollToFn: (...given: Parameters<Scroll>) => {
      if (isReady.current) scrollToFn(...given)
    },
  }
}
