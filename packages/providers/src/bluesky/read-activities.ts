import {
  type ActivityDraft,
  isSociusError,
  type PageOptions,
  type ReadPage,
  type RejectedItem,
  SociusError,
} from '@socius/core/provider'
import { checkLimit } from '../drafts/check-limit.js'
import { describeMismatch } from '../drafts/describe-mismatch.js'
import { newestFirst } from '../drafts/newest-first.js'
import { readAccount } from './account-state.js'
import type { Session } from './api.js'
import { capabilities } from './capabilities.js'
import { draftOfPost, draftOfRepost } from './map-post.js'
import { rejectedItem } from './rejected-item.js'
import { feedItemSchema, feedSchema, postViewSchema, repostItemSchema } from './schemas.js'

const pinned = 'app.bsky.feed.defs#reasonPin'
const reposted = 'app.bsky.feed.defs#reasonRepost'

/**
 * Posts, replies, quotes and reposts of an account, newest first. The server orders them by the moment they were
 * written or, if that is later, seen (`createdAt` clamped to `indexedAt`), which is `publishedAt` of the drafts: what
 * somebody writes today with an old date is found by a read from the start, not by one with `since`.
 */
export async function readActivities(
  session: Session,
  options: PageOptions,
): Promise<Pick<ReadPage<ActivityDraft>, 'items' | 'rejected' | 'next'>> {
  checkLimit(options.limit, capabilities.activities, 'activities')
  const { account, cursor } = options
  const answer = await askFeed(session, options)
  const page = readFeed(answer.feed, account.externalId)
  // Taken for the end of the list, it would leave the rest of it unread for good.
  if (cursor !== null && answer.cursor === cursor) {
    throw new SociusError('provider_malformed', 'Bluesky gave the same page again.')
  }
  const more = answer.cursor || null
  const items = placePinned(page, more === null)
  const beforeSince = options.since !== null && page.oldest !== null && page.oldest < options.since
  return { items, rejected: page.rejected, next: beforeSince ? null : more }
}

interface Feed {
  readonly items: ActivityDraft[]
  readonly pinned: ActivityDraft[]
  readonly rejected: RejectedItem[]
  /** When the last item was seen, which is never before its place in the server's order; null when it cannot be read. */
  readonly oldest: number | null
}

async function askFeed(session: Session, { account, cursor, limit }: PageOptions) {
  const actor = account.externalId
  // Without `includePins` a pinned post comes once, at its place in time.
  const params = { actor, filter: 'posts_with_replies', includePins: false, limit, cursor }
  try {
    return await session.query('app.bsky.feed.getAuthorFeed', { params, schema: feedSchema })
  } catch (error) {
    if (!isSociusError(error, 'provider_not_found')) throw error
    // The feed says "not found" of unknown, deactivated and suspended accounts alike; the profile tells them apart.
    await readAccount(session, actor)
    throw new SociusError('provider_unavailable', 'Bluesky shows the account but not its feed.', { retryable: true })
  }
}

function readFeed(feed: readonly unknown[], account: string): Feed {
  const result = { items: [] as ActivityDraft[], pinned: [] as ActivityDraft[], rejected: [] as RejectedItem[] }
  let oldest: number | null = null
  for (const raw of feed) {
    const item = readItem(raw, account)
    if ('reason' in item) {
      result.rejected.push(item)
      oldest = null
    } else if (item.isPinned) {
      result.pinned.push(item.draft)
    } else {
      result.items.push(item.draft)
      oldest = item.seenAt
    }
  }
  return { ...result, oldest }
}

interface ReadItem {
  readonly draft: ActivityDraft
  readonly isPinned: boolean
  /** Never before the item's place in the server's order. */
  readonly seenAt: number
}

function readItem(raw: unknown, account: string): ReadItem | RejectedItem {
  const item = feedItemSchema.safeParse(raw)
  if (!item.success) return rejectedItem(null, describeMismatch(item.error))
  const { post: rawPost, reason } = item.data
  if (reason?.$type === reposted) {
    const repost = repostItemSchema.safeParse(raw)
    if (!repost.success) return rejectedItem(null, describeMismatch(repost.error))
    if (repost.data.reason.by.did !== account) return rejectedItem(null, 'a repost by another account')
    return { draft: draftOfRepost(repost.data), isPinned: false, seenAt: Date.parse(repost.data.reason.indexedAt) }
  }
  const post = postViewSchema.safeParse(rawPost)
  if (!post.success) return rejectedItem(rawPost, describeMismatch(post.error))
  if (post.data.author.did !== account) return rejectedItem(rawPost, 'a post by another account')
  const draft = draftOfPost(post.data)
  return { draft, isPinned: reason?.$type === pinned, seenAt: draft.publishedAt }
}

/**
 * Puts pinned posts where they belong in time. One that is older than the page comes again on its own page, unless
 * this is the last.
 */
function placePinned(page: Feed, isLast: boolean): ActivityDraft[] {
  const oldest = page.items.at(-1)?.publishedAt ?? 0
  const known = new Set(page.items.map(({ externalId }) => externalId))
  const own = page.pinned.filter((item) => !known.has(item.externalId) && (isLast || item.publishedAt >= oldest))
  return [...page.items, ...own].sort(newestFirst)
}
