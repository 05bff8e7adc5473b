import type { VirtualClock } from '../virtual-clock.js'
import { collections, parseUri } from './at-uri.js'
import { partsOf } from './post-record.js'
import { findGenerated, findPost as findPostIn, type Repository } from './repository.js'
import { addCounts, type Counts, noCounts, type StoredPost } from './stored-post.js'

/** How an account stands; the words are those of `com.atproto.sync.getRepoStatus`. */
export type AccountStatus = 'active' | 'deactivated' | 'takendown' | 'deleted'

export interface ProfileOptions {
  readonly displayName?: string
  readonly description?: string
  /** The address of a picture. */
  readonly avatar?: string
}

/** One account, seen from inside the network. */
export interface AccountRecord {
  readonly did: string
  handle: string
  status: AccountStatus
  profile: ProfileOptions
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  /** The key of the last write. */
  rev: string
  /** The address of the pinned post. */
  pinned: string | null
  readonly repository: Repository
  /** DIDs. */
  readonly followers: Set<string>
  readonly follows: Set<string>
}

/** The whole simulated Bluesky. */
export interface World {
  readonly clock: VirtualClock
  readonly seed: number
  /** By DID. */
  readonly accounts: Map<string, AccountRecord>
  /** From handles to DIDs. */
  readonly handles: Map<string, string>
  /** What was done to posts, by address. */
  readonly counts: Map<string, Counts>
  /** The addresses of the replies to a post, by its own. */
  readonly replies: Map<string, Set<string>>
}

/** @param identifier a handle or a DID. */
export function findAccount(world: World, identifier: string): AccountRecord | undefined {
  const did = identifier.startsWith('did:') ? identifier : world.handles.get(identifier.toLowerCase())
  return did === undefined ? undefined : world.accounts.get(did)
}

export function findActiveAccount(world: World, identifier: string): AccountRecord | undefined {
  const account = findAccount(world, identifier)
  return account?.status === 'active' ? account : undefined
}

/** A post that anybody may see now. */
export function findPost(world: World, uri: string): { post: StoredPost; author: AccountRecord } | null {
  const { authority, collection, rkey } = parseUri(uri) ?? {}
  if (!authority || !rkey || collection !== collections.post) return null
  const author = findActiveAccount(world, authority)
  const post = author && findPostIn(author.repository, rkey)
  return author && post ? { post, author } : null
}

export function countsOf(world: World, post: StoredPost): Counts {
  const { repository } = world.accounts.get(post.did) ?? {}
  const made = repository && findGenerated(repository, post.rkey)
  const base = made ? made.block.countsOf(made.index) : noCounts
  const done = world.counts.get(post.uri)
  return done ? addCounts(base, done) : base
}

export function count(world: World, uri: string, change: Partial<Counts>): void {
  world.counts.set(uri, addCounts(world.counts.get(uri) ?? noCounts, change))
}

/** Counts a post where it answers or quotes another. @param sign 1 when it appears, -1 when it goes */
export function countPost(world: World, post: StoredPost, sign: 1 | -1): void {
  const parent = post.record.reply?.parent.uri
  const { quote } = partsOf(post.record.embed)
  if (quote) count(world, quote.uri, { quotes: sign })
  if (parent === undefined) return
  count(world, parent, { replies: sign })
  const replies = world.replies.get(parent) ?? new Set()
  if (sign === 1) replies.add(post.uri)
  else replies.delete(post.uri)
  world.replies.set(parent, replies)
}
