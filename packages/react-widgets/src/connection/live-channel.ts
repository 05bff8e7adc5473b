import { isSociusError, type LiveEvent } from '@socius/core/client'
import type { SociusClient } from './socius-provider.js'

/** Told of every event; at `ready` and `reset` what is shown has to be read anew. */
export type LiveListener = (event: LiveEvent) => void

/** One stream of live events, however many listen. */
export interface LiveChannel {
  /** @returns what ends it. The stream is open as long as anybody listens. */
  listen(listener: LiveListener): () => void
  /** Whether anything has happened since, as far as was heard. Milliseconds since the epoch, by this machine's clock. */
  hasHeardSince(time: number): boolean
}

/** Components that come and go within one change of a page keep the stream. */
const linger = 1000

const channels = new WeakMap<SociusClient, LiveChannel>()

/** The channel of a client: hooks that share a client share its stream. */
export function liveChannelOf(client: SociusClient): LiveChannel {
  const known = channels.get(client)
  if (known) return known
  const channel = createLiveChannel(client)
  channels.set(client, channel)
  return channel
}

function createLiveChannel(client: SociusClient): LiveChannel {
  const listeners = new Set<LiveListener>()
  let stream: AbortController | null = null
  let ending: ReturnType<typeof setTimeout> | undefined
  let lastHeard = 0

  function open(): void {
    clearTimeout(ending)
    if (stream) return
    const opened = new AbortController()
    stream = opened
    void read(opened.signal).finally(() => {
      if (stream === opened) stream = null
    })
  }

  async function read(signal: AbortSignal): Promise<void> {
    try {
      for await (const event of client.events({ signal })) {
        lastHeard = Date.now()
        for (const listener of [...listeners]) listener(event)
      }
    } catch (error) {
      // A server without live events, or one that refuses for good: what is shown is then as old as its last query.
      if (!isSociusError(error)) throw error
    }
  }

  return {
    hasHeardSince: (time) => lastHeard >= time,
    listen(listener) {
      listeners.add(listener)
      open()
      return () => {
        listeners.delete(listener)
        clearTimeout(ending)
        if (listeners.size > 0) return
        ending = setTimeout(() => {
          stream?.abort()
          stream = null
        }, linger)
      }
    },
  }
}
