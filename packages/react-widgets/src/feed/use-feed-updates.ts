import type { FeedItem } from '@socius/core'
import type { LiveEvent } from '@socius/core/client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { liveChannelOf } from '../connection/live-channel.js'
import type { Connection } from '../connection/socius-provider.js'
import { useLiveEvents } from '../connection/use-live-events.js'
import { changeItems } from './feed-cache.js'
import { isBusy } from './reaction-key.js'

/** The most items that one question takes. */
const itemsAtOnce = 100

export interface FeedUpdates {
  readonly connection: Connection
  readonly enabled: boolean
  /** The items that are shown. */
  readonly items: readonly FeedItem[]
  /** When they were read. Milliseconds since the epoch; 0 when they have not been. */
  readonly readAt: number
  /** Something was published that may belong here. */
  onPublished(event: LiveEvent): void
  /** Events were missed, or a stream begins: everything has to be read anew. */
  onGap(): void
}

/**
 * Keeps the items of a feed as they are now. What is heard of while a question is on its way is asked for together, in the
 * next one: a storm of likes costs a question a round trip.
 */
export function useFeedUpdates({ connection, enabled, items, readAt, onPublished, onGap }: FeedUpdates): void {
  const queryClient = useQueryClient()
  const changed = useRef(new Set<string>())
  const isAsking = useRef(false)
  const shown = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    shown.current = new Set(items.map(({ activity }) => activity.id))
  }, [items])

  const { client } = connection
  const takeUp = useEffectEvent(() => {
    // A feed that comes back from the cache has heard nothing of what others on the page kept the stream open for.
    if (readAt > 0 && liveChannelOf(client).hasHeardSince(readAt)) onGap()
  })
  useEffect(() => {
    if (enabled) takeUp()
  }, [client, enabled])

  async function ask(): Promise<void> {
    if (isAsking.current) return
    isAsking.current = true
    try {
      while (changed.current.size > 0) {
        const activityIds = [...changed.current].slice(0, itemsAtOnce)
        for (const id of activityIds) changed.current.delete(id)
        const now = await connection.client.feed.items({ activityIds })
        replace(new Set(activityIds), now.items)
      }
    } catch {
      // What cannot be asked now is read with the next gap or refresh.
      changed.current.clear()
    } finally {
      isAsking.current = false
    }
  }

  function replace(asked: ReadonlySet<string>, now: readonly FeedItem[]): void {
    const byId = new Map(now.map((item) => [item.activity.id, item]))
    changeItems(queryClient, connection.viewerId, (item) => {
      const { id } = item.activity
      if (!asked.has(id)) return item
      const fresh = byId.get(id)
      if (!fresh) return null
      // The viewer has just pressed something: what the server said before that does not count.
      if (isBusy(queryClient, connection.viewerId, id)) return { ...item, ...fresh, here: item.here, mine: item.mine }
      return { ...item, ...fresh }
    })
  }

  useLiveEvents(
    (event) => {
      if (event.name === 'ready' || event.name === 'reset') return onGap()
      if (event.name === 'activity.created') onPublished(event)
      const id = activityOf(event)
      if (id === null || !shown.current.has(id)) return undefined
      changed.current.add(id)
      return void ask()
    },
    { ...connection, enabled },
  )
}

/** Which activity an event is about. */
function activityOf({ name, payload }: LiveEvent): string | null {
  const { activityId, subjectId } = (payload ?? {}) as { activityId?: unknown; subjectId?: unknown }
  const isAnswer = /^(comment|reaction|share)\./.test(name)
  const id = isAnswer ? subjectId : name.startsWith('activity.') ? activityId : null
  return typeof id === 'string' ? id : null
}
