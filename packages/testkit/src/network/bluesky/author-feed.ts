import { packPlace, unpackPlace } from './place-cursor.js'
import { type PostRecord, partsOf, type ReplyRef } from './post-record.js'
import { type FeedEntry, readFeed } from './repository.js'
import { authorView, didOf, postView, taggedView, type View, viewOf } from './views.js'
import { type AccountRecord, findActiveAccount, findPost, type World } from './world.js'
import { invalidRequest, type Params } from './xrpc.js'

/**
 * `app.bsky.feed.getAuthorFeed`. The page is cut first and what cannot be seen is left out afterwards, so that a page
 * may be short; only one that was cut full has a cursor.
 */
export function getAuthorFeed(world: World, params: Params): { feed: View[]; cursor?: string } {
  const actor = params.identifier('actor')
  const limit = params.integer('limit', { min: 1, max: 100, default: 50 })
  const filter = params.optional('filter') ?? 'posts_with_replies'
  const cursor = params.optional('cursor')
  const account = findActiveAccount(world, actor)
  if (!account) throw invalidRequest('Profile not found')
  const page = cutPage(world, account, { filter, limit, below: unpackPlace(cursor) })
  const last = page.at(-1)
  const next = last && page.length === limit ? { cursor: packPlace(last) } : {}
  const pinned = params.flag('includePins') && cursor === null ? account.pinned : null
  const entries = filter === 'posts_and_author_threads' ? page.filter((entry) => isOwnThread(world, entry)) : page
  const feed = entries
    .filter((entry) => entry.reposted !== null || entry.uri !== pinned)
    .map((entry) => feedViewPost(world, account, entry))
    .filter((view) => view !== null)
  const pin = pinned === null ? null : postView(world, pinned)
  if (pin) feed.unshift({ post: pin, reason: { $type: 'app.bsky.feed.defs#reasonPin' } })
  return { feed, ...next }
}

interface PageOptions {
  readonly filter: string
  readonly limit: number
  readonly below: { sortAt: number; cid: string } | null
}

function cutPage(world: World, account: AccountRecord, { filter, limit, below }: PageOptions): FeedEntry[] {
  const page: FeedEntry[] = []
  for (const entry of readFeed(account.repository, below)) {
    if (!passes(world, entry, filter)) continue
    page.push(entry)
    if (page.length === limit) break
  }
  return page
}

function passes(world: World, entry: FeedEntry, filter: string): boolean {
  if (filter === 'posts_with_replies') return true
  // No simulated post has a video.
  if (filter === 'posts_with_video') return false
  if (filter === 'posts_with_media') return entry.reposted === null && hasImages(findEntry(world, entry)?.post.record)
  if (entry.reposted !== null) return true
  const { reply } = findEntry(world, entry)?.post.record ?? {}
  if (filter === 'posts_no_replies') return !reply
  if (filter === 'posts_and_author_threads') return !reply || didOf(reply.root.uri) === didOf(entry.uri)
  return true
}

/** What an entry shows. */
function findEntry(world: World, { made, reposted, uri }: FeedEntry): ReturnType<typeof findPost> {
  const author = made && world.accounts.get(made.did)
  return made && author ? { post: made, author } : findPost(world, reposted ?? uri)
}

function hasImages(record: PostRecord | undefined): boolean {
  return partsOf(record?.embed).media?.$type === 'app.bsky.embed.images'
}

/** Whether a post and all that it answers were written by one account. */
function isOwnThread(world: World, entry: FeedEntry): boolean {
  if (entry.reposted !== null) return true
  const did = didOf(entry.uri)
  for (let uri = entry.uri; ; ) {
    const found = findPost(world, uri)
    if (!found || found.post.did !== did) return false
    const parent = found.post.record.reply?.parent.uri
    if (parent === undefined) return true
    uri = parent
  }
}

function feedViewPost(world: World, account: AccountRecord, entry: FeedEntry): View | null {
  const found = findEntry(world, entry)
  if (!found) return null
  const { reply } = found.post.record
  const reason = entry.reposted !== null && {
    by: authorView(account),
    uri: entry.uri,
    cid: entry.cid,
    indexedAt: new Date(entry.sortAt).toISOString(),
    $type: 'app.bsky.feed.defs#reasonRepost',
  }
  return {
    post: viewOf(world, found.post, found.author),
    ...(reply && { reply: replyContext(world, reply) }),
    ...(reason && { reason }),
  }
}

function replyContext(world: World, { root, parent }: ReplyRef): View {
  const grandparent = findPost(world, parent.uri)?.post.record.reply?.parent.uri
  const author = grandparent === undefined ? undefined : findActiveAccount(world, didOf(grandparent))
  return {
    root: taggedView(world, root.uri),
    parent: taggedView(world, parent.uri),
    ...(author && { grandparentAuthor: authorView(author) }),
  }
}
