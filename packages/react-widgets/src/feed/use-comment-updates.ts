import type { LiveEvent } from '@socius/core/client'
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Connection } from '../connection/socius-provider.js'
import { useLiveEvents } from '../connection/use-live-events.js'
import { type CommentPages, commentingKey, commentsKey, type commentsQuery, dropComment } from './comment-cache.js'

export interface CommentUpdates {
  readonly connection: Connection
  readonly subjectId: string
  readonly query: ReturnType<typeof commentsQuery>
  readonly enabled: boolean
}

/** Keeps comments as they are now. */
export function useCommentUpdates({ connection, subjectId, query, enabled }: CommentUpdates) {
  const { client, viewerId } = connection
  const queryClient = useQueryClient()
  const isStale = useRef(false)
  const isReading = useRef(false)
  const { queryKey } = query
  const pages = () => queryClient.getQueryData<CommentPages>(queryKey)
  const isSending = () => queryClient.isMutating({ mutationKey: commentingKey(viewerId, subjectId) }) > 0

  /** Only the last page can have grown; where more pages follow, it has not. What is on its way comes by its answer. */
  async function readLast(): Promise<void> {
    if (isReading.current || isSending()) return
    isReading.current = true
    try {
      while (isStale.current) {
        isStale.current = false
        const cursor = pages()?.pageParams.at(-1)
        if (cursor === undefined || pages()?.pages.at(-1)?.next !== null) return
        const page = await client.comments.list({ subjectId, limit: queryKey.at(-1) as number, cursor })
        isStale.current ||= isSending()
        if (isStale.current) return
        queryClient.setQueryData<CommentPages>(queryKey, (data) =>
          data?.pageParams.at(-1) === cursor ? { ...data, pages: [...data.pages.slice(0, -1), page] } : data,
        )
      }
    } catch {
      // What cannot be read now is read with the next gap, or the next event.
    } finally {
      isReading.current = false
    }
  }

  function onEvent({ name, payload }: LiveEvent): void {
    if (name === 'ready' || name === 'reset') {
      const state = queryClient.getQueryState(queryKey)
      // The first `ready` comes while the first page is on its way, or has just been shown: nothing was missed.
      if (state?.status === 'success' && state.fetchStatus === 'idle') void queryClient.invalidateQueries({ queryKey })
      return
    }
    const about = (payload ?? {}) as { subjectId?: unknown; commentId?: unknown }
    if (about.subjectId !== subjectId) return
    if (name === 'comment.added') {
      isStale.current = true
      void readLast()
    } else if (name === 'comment.removed' && typeof about.commentId === 'string') {
      dropComment(queryClient, commentsKey(viewerId, subjectId), about.commentId)
    }
  }

  useLiveEvents(onEvent, { ...connection, enabled })
  return {
    /** One that was on its way has arrived, or not. */
    settle: () => {
      // Whoever has just settled counts as on its way until the next turn.
      if (isStale.current) setTimeout(() => void readLast())
    },
  }
}
