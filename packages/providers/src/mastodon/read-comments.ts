import { type CommentDraft, type CommentsOptions, type ReadPage, type RejectedItem } from '@socius/core/provider'
import * as z from 'zod'
import { checkLimit } from '../drafts/check-limit.js'
import { readJsonCursor } from '../drafts/json-cursor.js'
import { isAfter, newestFirst, type Place, placeOf } from '../drafts/newest-first.js'
import type { Session } from './api.js'
import { capabilities } from './capabilities.js'
import { commentOfStatus, isRejected, parseStatusAddress, readStatus } from './map-status.js'
import { serverOf } from './read-account.js'
import { contextSchema, type StatusView } from './schemas.js'

/**
 * The replies to a status and the replies to them, flat, as far as they have reached its own server. A thread comes
 * whole, so a page is a part of it, newest first, and each further page asks for the thread again.
 */
export async function readComments(
  session: Session,
  options: CommentsOptions,
): Promise<Pick<ReadPage<CommentDraft>, 'items' | 'rejected' | 'next'>> {
  const { account, subjectExternalId: subject, cursor, limit } = options
  checkLimit(limit, capabilities.comments, 'comments')
  const after = cursor === null ? null : unpackCursor(cursor)
  const address = parseStatusAddress(subject)
  // A boost has no thread of its own, and of another account's status the id on this server is not known.
  if (!address || address.isBoost || address.owner !== account.externalId)
    return { items: [], rejected: [], next: null }
  const path = `/api/v1/statuses/${address.localId}/context`
  const { data } = await session.ask({ server: serverOf(account), path, schema: contextSchema })
  const statuses: StatusView[] = []
  const rejected: RejectedItem[] = []
  for (const raw of data.descendants) {
    const status = readStatus(raw)
    if (isRejected(status)) rejected.push(status)
    else statuses.push(status)
  }
  const known = new Map(statuses.map(({ id, uri }) => [id, uri]))
  const thread = { subject, known, now: session.now() }
  const comments: CommentDraft[] = []
  for (const status of statuses) {
    const comment = commentOfStatus(status, thread)
    if ('reason' in comment) rejected.push(comment)
    else comments.push(comment)
  }
  const since = options.since ?? -Infinity
  const rest = comments.sort(newestFirst).filter((item) => item.publishedAt >= since && isAfter(item, after))
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  const next = last && rest.length > items.length ? JSON.stringify(placeOf(last)) : null
  return { items, rejected: after === null ? rejected : [], next }
}

const placeSchema = z.tuple([z.number().int(), z.string()])

function unpackCursor(cursor: string): Place {
  return readJsonCursor(cursor, { schema: placeSchema, platform: 'mastodon', items: 'comments' })
}
