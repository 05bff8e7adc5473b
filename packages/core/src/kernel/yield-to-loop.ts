/**
 * Lets timers and input have their turn. A store without a network answers in microtasks only, so that a long run of
 * awaits would never give the event loop back.
 */
export function yieldToLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void }
    if (setImmediate) setImmediate(resolve)
    else setTimeout(resolve, 0)
  })
}
