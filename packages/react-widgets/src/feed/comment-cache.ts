import type { Comment } from '@socius/core'
import type { QueryKey } from '@tanstack/react-query'
import type { Connection } from '../connection/socius-provider.js'
import { type Pages, pagesQuery } from '../paging/pages-query.js'
import { reactionKey } from './reaction-key.js'

export type CommentPages = Pages<Comment>

/** The comments on an activity as TanStack Query takes them, the oldest first. */
export function commentsQuery({ client, viewerId }: Connection, subjectId: string, limit: number) {
  return pagesQuery<Comment>([...commentsKey(viewerId, subjectId), limit], (cursor, signal) =>
    client.comments.list({ subjectId, limit, cursor }, { signal }),
  )
}

/** The key under which all comments on an activity are kept. */
function commentsKey(viewerId: string, subjectId: string): QueryKey {
  return ['socius', viewerId, 'comments', subjectId]
}

/** The key of comments that are on their way: a part of what the viewer does to the activity. */
export function commentingKey(viewerId: string, subjectId: string): QueryKey {
  return [...reactionKey(viewerId, subjectId), 'comment']
}

const sending = 'sending '
let sent = 0

/** A comment as it is shown until the server has given it an id. */
export function commentBeingSent(viewerId: string, subjectId: string, text: string): Comment {
  const id = `${sending}${++sent}`
  const now = Date.now()
  return {
    id,
    subjectId,
    personId: viewerId,
    origin: 'native',
    platform: 'native',
    externalId: id,
    accountId: null,
    parentId: null,
    authorExternalId: null,
    authorName: null,
    authorHandle: null,
    url: null,
    text,
    html: null,
    contentHash: '',
    publishedAt: now,
    editedAt: null,
    fetchedAt: now,
  }
}

export function isBeingSent({ id }: Pick<Comment, 'id'>): boolean {
  return id.startsWith(sending)
}
