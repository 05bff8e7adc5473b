import type { Dispatcher } from '../outbox/index.js'

/** Drains once at a time: a wake during a drain brings one more after it. */
export function createWaker(dispatcher: Dispatcher, failed: () => void) {
  let running: Promise<void> | null = null
  let again = false
  async function loop(): Promise<void> {
    do {
      again = false
      await dispatcher.drain()
    } while (again)
  }
  function start(): Promise<void> {
    again = true
    running ??= loop().finally(() => {
      running = null
    })
    return running
  }
  return {
    wake: () => void start().catch(failed),
    drain: start,
    idle: async () => {
      while (running) await running.catch(() => undefined)
    },
  }
}
