import type { Actor, LiveEvent, LiveEvents, SubscribeOptions } from '../src/index.js'

/** A stream whose events are collected as they come. */
export interface LiveStream {
  readonly events: LiveEvent[]
  /** Waits until so many have come in all, or none will follow. */
  reach(count: number): Promise<readonly LiveEvent[]>
  /** Waits for the first event that fits. */
  find(fits: (event: LiveEvent) => boolean): Promise<LiveEvent>
  /** What has come, without the stream's own. */
  said(): string[]
  stop(): Promise<void>
}

export function follow(live: LiveEvents, actor: Actor, options: SubscribeOptions = {}): LiveStream {
  const stop = new AbortController()
  const events: LiveEvent[] = []
  let changed = Promise.withResolvers<undefined>()
  let isEnded = false
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  const stream = live.subscribe(actor, { ...options, signal })

  async function collect(): Promise<void> {
    for await (const event of stream) {
      events.push(event)
      tell()
    }
    isEnded = true
    tell()
  }
  function tell(): void {
    changed.resolve(undefined)
    changed = Promise.withResolvers()
  }
  const collected = collect()

  return {
    events,
    async reach(count) {
      while (events.length < count && !isEnded) await changed.promise
      return events
    },
    async find(fits) {
      for (;;) {
        const found = events.find(fits)
        if (found) return found
        if (isEnded) throw new Error('The stream has ended.')
        await changed.promise
      }
    },
    said: () =>
      events
        .filter(({ name }) => name !== 'ready' && name !== 'reset')
        .map(({ name, subject }) => `${name} ${subject}`),
    async stop() {
      stop.abort()
      await collected
    },
  }
}
