import type { Outlet } from './listener.js'
import type { LiveEvent } from './live-event.js'

export interface QueueOutlet extends Outlet {
  /** The next event; null when none follows. */
  next(): Promise<LiveEvent | null>
}

/** Holds events for somebody in this process who takes one after the other. */
export function createQueueOutlet({ limit, onRoom }: { limit: number; onRoom: () => void }): QueueOutlet {
  let held: LiveEvent[] = []
  let taken = 0
  let isEnded = false
  let waiting: (() => void)[] = []
  const count = () => held.length - taken

  function notify(): void {
    const all = waiting
    waiting = []
    for (const resume of all) resume()
  }

  return {
    hasRoom: () => !isEnded && count() < limit,
    put({ frames }) {
      const fitting = isEnded ? [] : frames.slice(0, limit - count())
      for (const { event } of fitting) held.push(event)
      if (fitting.length > 0) notify()
      return fitting.length
    },
    beat: () => undefined,
    end(cut) {
      isEnded = true
      if (cut) held = []
      notify()
    },
    async next() {
      while (count() === 0 && !isEnded) await new Promise<void>((resume) => waiting.push(resume))
      const event = held[taken]
      if (!event) return null
      taken += 1
      if (taken === held.length) {
        held = []
        taken = 0
        onRoom()
      }
      return event
    },
  }
}
