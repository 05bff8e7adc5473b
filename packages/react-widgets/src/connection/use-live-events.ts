import { useEffect, useEffectEvent } from 'react'
import { type LiveListener, liveChannelOf } from './live-channel.js'
import { type ConnectionOptions, useConnection } from './socius-provider.js'

export interface UseLiveEventsOptions extends ConnectionOptions {
  /** @default true */
  enabled?: boolean
}

/**
 * Tells a listener of everything that the viewer may hear of, while the component is shown. All hooks of one client share one
 * stream, which takes itself up again after a lost connection.
 */
export function useLiveEvents(listener: LiveListener, options: UseLiveEventsOptions = {}): void {
  const { client } = useConnection(options)
  const { enabled = true } = options
  const onEvent = useEffectEvent(listener)
  useEffect(() => {
    if (!enabled) return undefined
    return liveChannelOf(client).listen(onEvent)
  }, [client, enabled])
}
