import { useRef } from 'react'
import { useStable } from './use-stable.js'

/**
 * Runs a question one at a time. What is asked for while one is on its way is one more run after it: a storm of events costs a
 * question a round trip. Whoever cannot be asked now is asked at the next event.
 */
export function useOneAtATime(question: () => Promise<void>): () => void {
  const latest = useStable(question)
  const state = useRef({ isRunning: false, isWanted: false })
  return useStable(() => {
    const { current } = state
    current.isWanted = true
    if (current.isRunning) return
    current.isRunning = true
    void (async () => {
      while (current.isWanted) {
        current.isWanted = false
        await latest().catch(() => {})
      }
      current.isRunning = false
    })()
  })
}
