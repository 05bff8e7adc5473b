import { parseUri } from './at-uri.js'
import type { RecordValue } from './cid.js'
import { type MediaEmbed, type PostEmbed, partsOf, type StrongRef } from './post-record.js'
import { countPosts } from './repository.js'
import type { StoredPost } from './stored-post.js'
import { type AccountRecord, countsOf, findPost, type World } from './world.js'

// Shapes and the order of fields are those of recorded answers of the real servers.

export type View = { readonly [key: string]: RecordValue | undefined }

const picturesAt = 'https://cdn.bsky.app/img'

/** `app.bsky.actor.defs#profileViewBasic` */
export function authorView(account: AccountRecord): View {
  const { displayName, avatar } = account.profile
  return {
    did: account.did,
    handle: account.handle,
    ...(displayName !== undefined && { displayName }),
    ...(avatar !== undefined && { avatar }),
    associated: { activitySubscription: { allowSubscriptions: 'followers' } },
    labels: [],
  }
}

/** `app.bsky.actor.defs#profileViewDetailed` */
export function profileView(world: World, account: AccountRecord): View {
  const { description } = account.profile
  const pinned = account.pinned === null ? null : findPost(world, account.pinned)?.post
  return {
    ...authorView(account),
    associated: {
      lists: 0,
      feedgens: 0,
      starterPacks: 0,
      labeler: false,
      activitySubscription: { allowSubscriptions: 'followers' },
    },
    ...(description !== undefined && { description }),
    indexedAt: new Date(account.createdAt).toISOString(),
    ...(pinned && { pinnedPost: { cid: pinned.cid, uri: pinned.uri } }),
    followersCount: account.followers.size,
    followsCount: account.follows.size,
    postsCount: countPosts(account.repository),
  }
}

/** `app.bsky.feed.defs#postView`; null for a post that cannot be seen. */
export function postView(world: World, uri: string): View | null {
  const found = findPost(world, uri)
  return found && viewOf(world, found.post, found.author)
}

export function viewOf(world: World, post: StoredPost, author: AccountRecord): View {
  const counts = countsOf(world, post)
  const embed = embedView(world, post)
  return {
    uri: post.uri,
    cid: post.cid,
    author: authorView(author),
    record: post.record,
    ...(embed && { embed }),
    bookmarkCount: 0,
    replyCount: counts.replies,
    repostCount: counts.reposts,
    likeCount: counts.likes,
    quoteCount: counts.quotes,
    indexedAt: new Date(post.sortAt).toISOString(),
    labels: [],
  }
}

/** A post inside a thread or beside a reply, or its placeholder. */
export function taggedView(world: World, uri: string): View {
  const view = postView(world, uri)
  return view ? { ...view, $type: 'app.bsky.feed.defs#postView' } : notFoundView(uri)
}

export function notFoundView(uri: string): View {
  return { uri, notFound: true, $type: 'app.bsky.feed.defs#notFoundPost' }
}

function embedView(world: World, post: StoredPost): View | null {
  const { embed } = post.record
  if (!embed) return null
  const { media, quote } = partsOf(embed)
  const record = quote && { record: quoteView(world, quote), $type: 'app.bsky.embed.record#view' }
  if (media && record) {
    return { media: mediaView(media, post.did), record, $type: 'app.bsky.embed.recordWithMedia#view' }
  }
  return media ? mediaView(media, post.did) : record
}

function mediaView(media: MediaEmbed, did: string): View {
  if (media.$type === 'app.bsky.embed.external') {
    return { external: media.external, $type: 'app.bsky.embed.external#view' }
  }
  const images = media.images.map(({ alt, image, aspectRatio }) => ({
    thumb: `${picturesAt}/feed_thumbnail/plain/${did}/${image.ref.$link}`,
    fullsize: `${picturesAt}/feed_fullsize/plain/${did}/${image.ref.$link}`,
    alt,
    aspectRatio,
  }))
  return { images, $type: 'app.bsky.embed.images#view' }
}

function quoteView(world: World, { uri }: StrongRef): View {
  const found = findPost(world, uri)
  if (!found) return { uri, notFound: true, $type: 'app.bsky.embed.record#viewNotFound' }
  const { post, author } = found
  const counts = countsOf(world, post)
  const media = mediaOf(post.record.embed)
  return {
    uri,
    cid: post.cid,
    author: authorView(author),
    value: post.record,
    labels: [],
    likeCount: counts.likes,
    replyCount: counts.replies,
    repostCount: counts.reposts,
    quoteCount: counts.quotes,
    indexedAt: new Date(post.sortAt).toISOString(),
    embeds: media ? [mediaView(media, post.did)] : [],
    $type: 'app.bsky.embed.record#viewRecord',
  }
}

function mediaOf(embed: PostEmbed | undefined): MediaEmbed | null {
  return partsOf(embed).media
}

/** Whose account an address names. */
export function didOf(uri: string): string {
  return parseUri(uri)?.authority ?? ''
}
