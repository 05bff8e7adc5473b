import { type Clock, yieldToLoop } from '../kernel/index.js'

/** Waits that can be cut short: a wake between two waits ends the next one at once. */
export interface Pauses {
  /** From here on a wake counts for the next pause. */
  begin(): void
  pause(milliseconds: number): Promise<void>
  wake(): void
}

export function createPauses(clock: Clock): Pauses {
  let isWoken = false
  let waiting: AbortController | null = null
  return {
    begin() {
      isWoken = false
    },
    async pause(milliseconds) {
      if (!isWoken) {
        waiting = new AbortController()
        // It ends early by being aborted.
        await clock.wait(milliseconds, waiting.signal).catch(() => undefined)
        waiting = null
      }
      // A clock of a test may let all waits pass in one turn of the event loop.
      await yieldToLoop()
    },
    wake() {
      isWoken = true
      waiting?.abort()
    },
  }
}
