import type { Comment } from '@socius/core'
import { useKept, useKeptIds } from '../props/use-kept.js'

const noComments: readonly Comment[] = []

/**
 * What a viewer has written below an activity and taken away from it since the page was opened, beside the comments that are
 * read: whatever is read anew meanwhile, it stays.
 */
export function useOwnComments(viewerId: string, subjectId: string) {
  const [written, change] = useKept(['socius', viewerId, 'written', subjectId], noComments)
  const [removed, setRemoved] = useKeptIds(['socius', viewerId, 'removed', subjectId])
  return {
    written,
    removed,
    setRemoved,
    /** Puts a comment last, or in the place of what was shown of it. */
    put: (comment: Comment, shown?: Comment) =>
      change((before) => (shown ? before.map((one) => (one.id === shown.id ? comment : one)) : [...before, comment])),
    /** Forgets what was refused, or has been read by now. */
    forget: (isOver: (comment: Comment) => boolean) => change((before) => before.filter((one) => !isOver(one))),
  }
}

export type OwnComments = ReturnType<typeof useOwnComments>
