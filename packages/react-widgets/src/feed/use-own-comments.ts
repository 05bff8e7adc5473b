import type { Comment } from '@socius/core'
import { useKept } from '../props/use-kept.js'

const noComments: readonly Comment[] = []
const noIds: readonly string[] = []

/**
 * What a viewer has written below an activity and taken away from it since the page was opened, beside the comments that are
 * read: whatever is read anew meanwhile, it stays.
 */
export function useOwnComments(viewerId: string, subjectId: string) {
  const [written, change] = useKept(['socius', viewerId, 'written', subjectId], noComments)
  const [removed, changeRemoved] = useKept(['socius', viewerId, 'removed', subjectId], noIds)
  return {
    written,
    removed,
    /** Puts a comment last, or in the place of what was shown of it. */
    put: (comment: Comment, shown?: Comment) =>
      change((before) => (shown ? before.map((one) => (one.id === shown.id ? comment : one)) : [...before, comment])),
    drop: ({ id }: Comment) => change((before) => before.filter((one) => one.id !== id)),
    setRemoved: (id: string, isRemoved: boolean) =>
      changeRemoved((ids) => (isRemoved ? [...ids, id] : ids.filter((one) => one !== id))),
    /** Forgets what has been read by now. */
    forget: (isRead: (comment: Comment) => boolean) => change((before) => before.filter((one) => !isRead(one))),
  }
}

export type OwnComments = ReturnType<typeof useOwnComments>
