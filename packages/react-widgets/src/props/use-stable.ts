import { useCallback, useLayoutEffect, useRef } from 'react'

/** A handler that stays the same function from render to render and does what the latest of them says. */
export function useStable<Given extends readonly unknown[], Result>(handler: (...given: Given) => Result) {
  const latest = useRef(handler)
  useLayoutEffect(() => {
    latest.current = handler
  })
  return useCallback((...given: Given) => latest.current(...given), [])
}
