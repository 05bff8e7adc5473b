import type { FeedItem } from '@socius/core'
import type { LiveEvent } from '@socius/core/client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { liveChannelOf } from '../connection/live-channel.js'
import type { Connection } from '../connection/socius-provider.js'
import { useLiveEvents } from '../connection/use-live-events.js'
import { useOneAtATime } from '../props/use-one-at-a-time.js'
import { replaceItems } from './feed-cache.js'

/** The most items that one question takes. */
const itemsAtOnce = 100

export interface FeedUpdates {
  readonly connection: Connection
  readonly enabled: boolean
  /** The items that are shown. */
  readonly items: readonly FeedItem[]
  /** When they were read. Milliseconds since the epoch; 0 while they are being read for the first time. */
  readonly readAt: number
  /** Something may have been published that belongs here. */
  onPublished(): void
}

/** Keeps the items of a feed as they are now. */
export function useFeedUpdates({ connection, enabled, items, readAt, onPublished }: FeedUpdates): void {
  const queryClient = useQueryClient()
  const { client, viewerId } = connection
  const changed = useRef(new Set<string>())
  const ask = useOneAtATime(async () => {
    while (changed.current.size > 0) {
      const activityIds = [...changed.current].slice(0, itemsAtOnce)
      for (const id of activityIds) changed.current.delete(id)
      const now = await client.feed.items({ activityIds })
      replaceItems(queryClient, viewerId, now.items, activityIds)
    }
  })
  const lookAt = (ids: readonly string[]) => {
    for (const id of ids) changed.current.add(id)
    ask()
  }
  /** Events were missed, or may have been: what is shown is asked for as it is now, and what is new. */
  const takeUp = useEffectEvent(() => {
    if (readAt === 0) return
    lookAt(items.map(({ activity }) => activity.id))
    onPublished()
  })
  useEffect(() => {
    // A feed that comes back from the cache has heard nothing of what others on the page kept the stream open for.
    if (enabled && liveChannelOf(client).hasHeardSince(readAt)) takeUp()
  }, [client, enabled])

  useLiveEvents(
    (event) => {
      if (event.name === 'ready' || event.name === 'reset') return takeUp()
      if (event.name === 'activity.created') onPublished()
      const id = activityOf(event)
      return items.some(({ activity }) => activity.id === id) ? lookAt([id as string]) : undefined
    },
    { ...connection, enabled },
  )
}

/** Which activity an event is about. */
function activityOf({ name, payload }: LiveEvent): unknown {
  const { activityId, subjectId } = (payload ?? {}) as { activityId?: unknown; subjectId?: unknown }
  return /^(comment|reaction|share)\./.test(name) ? subjectId : name.startsWith('activity.') ? activityId : null
}
