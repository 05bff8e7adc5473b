import {
  type ActivityDraft,
  type KeywordQuery,
  matchKeywordQuery,
  type PageOptions,
  type ReadPage,
  type RejectedItem,
  relaxKeywordQuery,
  type SearchOptions,
  type SearchPage,
  SociusError,
} from '@socius/core/provider'
import * as z from 'zod'
import { checkLimit } from '../drafts/check-limit.js'
import { describeMismatch } from '../drafts/describe-mismatch.js'
import { readJsonCursor } from '../drafts/json-cursor.js'
import { newestFirst } from '../drafts/newest-first.js'
import type { Session } from './api.js'
import { capabilities, mentionsCapability, searchCapability } from './capabilities.js'
import { draftOfStatus, isRejected, readStatus, rejectedItem } from './map-status.js'
import { accountIdOf, readSource, serverOf } from './read-account.js'
import { readOwnStatus, readParents } from './read-lookup.js'
import { accountSchema, listSchema, localIdSchema, notificationSchema, type StatusView } from './schemas.js'

type Timeline = Pick<ReadPage<ActivityDraft>, 'items' | 'rejected' | 'next'>

/**
 * Statuses and boosts of an account, newest first, as far as anybody may see them. The server gives nothing of a
 * suspended account, with 200, so the first page asks for the account too; that also tells its id there.
 */
export async function readActivities(session: Session, options: PageOptions): Promise<Timeline> {
  const { account, cursor, limit, since } = options
  checkLimit(limit, capabilities.activities, 'activities')
  const server = serverOf(account)
  const place = cursor === null ? null : unpackCursor(cursor)
  const id = place?.account ?? (await readSource(session, account)).account.id
  const path = `/api/v1/accounts/${id}/statuses`
  const params = { limit, max_id: place?.maxId }
  const answer = await session.ask({ server, path, params, schema: listSchema })
  const entries = answer.data.map((raw) => {
    const status = readOwnStatus(raw, account)
    return { status, listedAt: isRejected(status) ? null : Date.parse(status.created_at) }
  })
  const maxId = nextPage(entries, { since, before: place?.maxId ?? null, after: answer.next })
  const page = await draftAll(session, server, entries)
  return { ...page, next: maxId === null ? null : JSON.stringify([id, maxId]) }
}

/** The server of a member and the token that it gave. */
export interface MemberToken {
  /** An origin. */
  readonly server: string
  readonly accessToken: string
}

/**
 * Statuses of others that name the account, newest first, private ones included. A token shows the notifications of its
 * own account, whichever is asked for, so the first page asks whose it is.
 * @throws `provider_forbidden` for every account but the token's own
 */
export async function readMentions(session: Session, options: PageOptions, member: MemberToken): Promise<Timeline> {
  const { account, cursor, limit, since } = options
  checkLimit(limit, mentionsCapability, 'mentions')
  const { server, accessToken: token } = member
  if (serverOf(account) !== server) throw anotherAccount()
  if (cursor === null) await checkOwner(session, options, member)
  else if (!localIdSchema.safeParse(cursor).success) throw staleCursor('mentions')
  const params = { 'types[]': ['mention'], limit, max_id: cursor }
  const answer = await session.ask({ server, path: '/api/v1/notifications', params, schema: listSchema, token })
  const entries = answer.data.map((raw): Entry => {
    const notification = notificationSchema.safeParse(raw)
    if (!notification.success)
      return { status: rejectedItem(null, describeMismatch(notification.error)), listedAt: null }
    const { status, created_at: createdAt } = notification.data
    return { status: readStatus(status), listedAt: Date.parse(createdAt) }
  })
  const next = nextPage(entries, { since, before: cursor, after: answer.next })
  return { ...(await draftAll(session, server, entries)), next }
}

async function checkOwner(session: Session, { account }: PageOptions, member: MemberToken): Promise<void> {
  const { server, accessToken: token } = member
  const path = '/api/v1/accounts/verify_credentials'
  const { data } = await session.ask({ server, path, schema: accountSchema, token })
  if (accountIdOf(data) !== account.externalId) throw anotherAccount()
}

function anotherAccount(): SociusError {
  return new SociusError('provider_forbidden', 'The access token is not that of the Mastodon account.')
}

/**
 * Statuses of the network that bear hashtags, newest first, as far as they have reached the server. What it says of
 * statuses of other servers is believed.
 * @throws `unsupported` for a query without a hashtag that every item has to bear
 */
export async function readHashtags(
  session: Session,
  { query, cursor, limit, since }: SearchOptions,
  server: string,
): Promise<Timeline & Pick<SearchPage, 'asked' | 'filtered'>> {
  checkLimit(limit, searchCapability, 'search')
  if (cursor !== null && !localIdSchema.safeParse(cursor).success) throw staleCursor('search')
  const { asked, isExact } = relaxKeywordQuery(query, searchCapability.operators)
  const [first, ...others] = asked ? hashtagsOf(asked) : []
  if (first === undefined) {
    throw new SociusError('unsupported', 'Mastodon is searched by hashtags that every item bears, and by nothing else.')
  }
  const path = `/api/v1/timelines/tag/${encodeURIComponent(first)}`
  const params = { limit, max_id: cursor, ...(others.length > 0 && { 'all[]': others }) }
  const answer = await session.ask({ server, path, params, schema: listSchema })
  const entries = answer.data.map((raw): Entry => {
    const status = readStatus(raw)
    return { status, listedAt: isRejected(status) ? null : Date.parse(status.created_at) }
  })
  const next = nextPage(entries, { since, before: cursor, after: answer.next })
  const { items, rejected } = await draftAll(session, server, entries)
  const wanted = items.filter(matchKeywordQuery(query))
  const said = [first, ...others].map((tag) => `#${tag}`).join(' ')
  return { items: wanted, rejected, next, asked: said, filtered: isExact ? null : items.length - wanted.length }
}

/** A query of hashtags that all have to be there: nothing else is left of it. */
function hashtagsOf(query: KeywordQuery): string[] {
  if (query.op === 'hashtag') return [query.tag.replace(/^#/, '')]
  return query.op === 'all' ? query.of.flatMap(hashtagsOf) : []
}

interface Entry {
  readonly status: StatusView | RejectedItem
  /** When it came to its place in the list, which is never before it was published; null when it cannot be read. */
  readonly listedAt: number | null
}

interface Links {
  readonly since: number | null
  /** `max_id` of this page and of the next one. */
  readonly before: string | null
  readonly after: string | null
}

function nextPage(entries: readonly Entry[], { since, before, after }: Links): string | null {
  // Taken for the end of the list, it would leave the rest of it unread for good.
  if (after !== null && after === before) {
    throw new SociusError('provider_malformed', 'Mastodon gave the same page again.')
  }
  const oldest = entries.at(-1)?.listedAt ?? null
  return since !== null && oldest !== null && oldest < since ? null : after
}

async function draftAll(
  session: Session,
  server: string,
  entries: readonly Entry[],
): Promise<Pick<Timeline, 'items' | 'rejected'>> {
  const statuses: StatusView[] = []
  const rejected: RejectedItem[] = []
  for (const { status } of entries) {
    if (isRejected(status)) rejected.push(status)
    else statuses.push(status)
  }
  const known = await readParents(session, server, statuses)
  const reading = { known, now: session.now() }
  return { items: statuses.map((status) => draftOfStatus(status, reading)).sort(newestFirst), rejected }
}

const cursorSchema = z.tuple([localIdSchema, localIdSchema])

function unpackCursor(cursor: string): { readonly account: string; readonly maxId: string } {
  const place = { schema: cursorSchema, platform: 'mastodon', items: 'activities' }
  const [account, maxId] = readJsonCursor(cursor, place)
  return { account, maxId }
}

function staleCursor(reader: string): SociusError {
  return new SociusError('invalid_cursor', `mastodon: not the cursor of a page of ${reader}.`)
}
