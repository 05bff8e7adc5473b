import {
  type CommentDraft,
  type CommentsOptions,
  type ItemOptions,
  type ItemResult,
  type ReadPage,
  type RejectedItem,
  SociusError,
} from '@socius/core/provider'
import * as z from 'zod'
import { checkLimit } from '../drafts/check-limit.js'
import { notAnItem, readPageAddress } from '../drafts/item-address.js'
import { readJsonCursor } from '../drafts/json-cursor.js'
import { isAfter, newestFirst, type Place, placeOf } from '../drafts/newest-first.js'
import type { Session } from './api.js'
import { capabilities } from './capabilities.js'
import { commentOfStatus, draftOfStatus, isRejected, parseStatusAddress, readStatus } from './map-status.js'
import { accountIdOf, serverOf } from './read-account.js'
import { readOwnStatus, readParents } from './read-lookup.js'
import { contextSchema, numberedSchema, type StatusView } from './schemas.js'

/**
 * A status by its external id or by its page, at the account's own server. A server shows statuses of others, too; what it
 * says of them is given as it is, and is theirs.
 */
export async function readItem(session: Session, { account, address }: ItemOptions): Promise<Pick<ItemResult, 'item'>> {
  const server = serverOf(account)
  const localId = readStatusAddress(address, server)
  const { data } = await session.ask({ server, path: `/api/v1/statuses/${localId}`, schema: numberedSchema.loose() })
  if (data.id !== localId) throw new SociusError('provider_malformed', 'The server gave another status.')
  const shown = readStatus(data)
  const isOwn = !isRejected(shown) && accountIdOf(shown.account) === account.externalId
  const status = isOwn ? readOwnStatus(data, account) : shown
  if (isRejected(status)) {
    throw new SociusError('provider_malformed', 'The status cannot be read.', { details: { problem: status.reason } })
  }
  const known = await readParents(session, server, [status])
  return { item: draftOfStatus(status, { known, now: session.now() }) }
}

// `/@name/123`, as one server shows it or in its other views, and the forms that external ids have had.
const paths = [
  /^(?:\/(?:web|deck))?\/@[^/]{1,300}\/(\w{1,100})(?:\/[a-z]{1,20})?\/?$/,
  /^(?:\/(?:web|deck))?(?:\/(?:ap\/)?users\/[^/]{1,300})?\/statuses\/(\w{1,100})(?:\/activity)?\/?$/,
  /^\/notice\/(\w{1,100})\/?$/,
]

/**
 * The id of a status on the server.
 * @param server an origin: an address on any other leads nowhere.
 * @throws `invalid_input`
 */
function readStatusAddress(typed: string, server: string): string {
  const page = readPageAddress(typed)
  if (page?.host === new URL(server).host) {
    for (const path of paths) {
      const localId = path.exec(page.pathname)?.[1]
      // `/@name/media` and the like are pages of an account.
      if (localId !== undefined && /\d/.test(localId)) return localId
    }
  }
  throw notAnItem('mastodon', `${server}/@name/116000000000000000, on the account's own server`)
}

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
