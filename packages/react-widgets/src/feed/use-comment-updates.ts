import type { LiveEvent } from '@socius/core/client'
import { useQueryClient } from '@tanstack/react-query'
import type { Connection } from '../connection/socius-provider.js'
import { useLiveEvents } from '../connection/use-live-events.js'
import { useOneAtATime } from '../props/use-one-at-a-time.js'
import { type CommentPages, commentingKey, type commentsQuery, isBeingSent } from './comment-cache.js'
import type { OwnComments } from './use-own-comments.js'

export interface CommentUpdates {
  readonly connection: Connection
  readonly subjectId: string
  readonly query: ReturnType<typeof commentsQuery>
  readonly own: OwnComments
  readonly enabled: boolean
}

/** Keeps comments as they are now. */
export function useCommentUpdates({ connection, subjectId, query, own, enabled }: CommentUpdates) {
  const { client, viewerId } = connection
  const queryClient = useQueryClient()
  const { queryKey } = query
  const pages = () => queryClient.getQueryData<CommentPages>(queryKey)

  /** Only the last page can have grown; where more pages follow, it has not. What is on its way comes by its answer. */
  const readLast = useOneAtATime(async () => {
    const isSending = () => queryClient.isMutating({ mutationKey: commentingKey(viewerId, subjectId) }) > 0
    const cursor = pages()?.pageParams.at(-1)
    if (cursor === undefined || pages()?.pages.at(-1)?.next !== null || isSending()) return
    const page = await client.comments.list({ subjectId, limit: queryKey.at(-1) as number, cursor })
    if (isSending()) return
    queryClient.setQueryData<CommentPages>(queryKey, (data) =>
      data?.pageParams.at(-1) === cursor ? { ...data, pages: [...data.pages.slice(0, -1), page] } : data,
    )
  })

  useLiveEvents(
    ({ name, payload }: LiveEvent) => {
      const { subjectId: subject, commentId } = (payload ?? {}) as { subjectId?: unknown; commentId?: unknown }
      if (name === 'ready' || name === 'reset') {
        const { status, fetchStatus } = queryClient.getQueryState(queryKey) ?? {}
        // The first `ready` comes while the first page is on its way, or has just been shown: nothing was missed.
        if (status !== 'success' || fetchStatus !== 'idle') return
        // What others have taken away meanwhile may be the viewer's.
        void queryClient.invalidateQueries({ queryKey }).then(() => own.forget((comment) => !isBeingSent(comment)))
      } else if (subject !== subjectId) return
      else if (name === 'comment.added') readLast()
      else if (name === 'comment.removed') own.setRemoved(commentId as string, true)
    },
    { ...connection, enabled },
  )
  return {
    /** One that was on its way has arrived, or not: what was heard of meanwhile is read now. */
    settle: () => {
      // Whoever has just settled counts as on its way until the next turn.
      if (enabled) setTimeout(readLast)
    },
  }
}
