import { mergeSorted } from '../merge-sorted.js'
import { collections } from './at-uri.js'
import type { RecordValue } from './cid.js'
import type { GeneratedPosts } from './generated-posts.js'
import { isAbove, type Place, type StoredPost } from './stored-post.js'

/** A record that is not a post. */
export interface StoredRecord {
  readonly uri: string
  readonly rkey: string
  readonly cid: string
  readonly value: RecordValue
}

/** One thing in an author's feed: a post of their own or a repost. Its `cid` is that of its place. */
export interface FeedEntry extends Place {
  readonly rkey: string
  /** The address of the post that is passed on; null for a post of their own. */
  readonly reposted: string | null
  readonly uri: string
  /** The post itself, where it had to be made to find its place. */
  readonly made?: StoredPost
}

/** All that one account has written. */
export interface Repository {
  readonly posts: Map<string, StoredPost>
  /** Of all other collections, by collection and key. */
  readonly records: Map<string, Map<string, StoredRecord>>
  readonly generated: GeneratedPosts[]
  /** What became of generated posts: another version, or null for none. */
  readonly changed: Map<string, StoredPost | null>
  /** Lowest place first, without what is generated. */
  readonly feed: FeedEntry[]
}

export function createRepository(): Repository {
  return { posts: new Map(), records: new Map(), generated: [], changed: new Map(), feed: [] }
}

export function findPost(repository: Repository, rkey: string): StoredPost | null {
  const written = repository.posts.get(rkey)
  if (written) return written
  const place = findGenerated(repository, rkey)
  return place && madePost(repository, place.block, place.index)
}

/** Where a key lies among what is generated, deleted or not. */
export function findGenerated(repository: Repository, rkey: string): { block: GeneratedPosts; index: number } | null {
  for (const block of repository.generated) {
    const index = block.indexOf(rkey)
    if (index !== null) return { block, index }
  }
  return null
}

export function findRecord(repository: Repository, collection: string, rkey: string): StoredRecord | null {
  if (collection !== collections.post) return repository.records.get(collection)?.get(rkey) ?? null
  const post = findPost(repository, rkey)
  return post && { uri: post.uri, rkey, cid: post.cid, value: post.record }
}

export function countPosts(repository: Repository): number {
  let count = repository.posts.size
  for (const block of repository.generated) count += block.count
  for (const post of repository.changed.values()) if (!post) count -= 1
  return count
}

export function hasKey(repository: Repository, rkey: string): boolean {
  if (repository.posts.has(rkey) || findGenerated(repository, rkey)) return true
  for (const records of repository.records.values()) if (records.has(rkey)) return true
  return false
}

/** Adds a new post or puts another version in the place of one that is there. */
export function putPost(repository: Repository, post: StoredPost): void {
  if (findGenerated(repository, post.rkey)) {
    repository.changed.set(post.rkey, post)
    return
  }
  const isNew = !repository.posts.has(post.rkey)
  repository.posts.set(post.rkey, post)
  if (isNew) insert(repository.feed, { ...placeOf(post), rkey: post.rkey, reposted: null, uri: post.uri })
}

export function putRecord(repository: Repository, collection: string, record: StoredRecord): void {
  const records = repository.records.get(collection) ?? new Map<string, StoredRecord>()
  repository.records.set(collection, records.set(record.rkey, record))
}

export function putRepost(repository: Repository, entry: FeedEntry, record: StoredRecord): void {
  putRecord(repository, collections.repost, record)
  insert(repository.feed, entry)
}

export function removeRecord(repository: Repository, collection: string, rkey: string): void {
  if (collection === collections.post && findGenerated(repository, rkey)) repository.changed.set(rkey, null)
  else if (collection === collections.post) repository.posts.delete(rkey)
  else repository.records.get(collection)?.delete(rkey)
  const place = repository.feed.findIndex((entry) => entry.rkey === rkey)
  if (place !== -1) repository.feed.splice(place, 1)
}

/** The account's own posts and reposts, newest first, from below a place on. */
export function* readFeed(repository: Repository, below: Place | null): Generator<FeedEntry> {
  const sources = [writtenEntries(repository.feed, below)]
  for (const block of repository.generated) sources.push(generatedEntries(repository, block, below))
  yield* mergeSorted(sources, (a, b) => isAbove(a, b))
}

/** The records of a collection by key, highest first or, when reversed, lowest first, from beyond `after` on. */
export function* listRecords(
  repository: Repository,
  { collection, after, reverse }: { collection: string; after: string | null; reverse: boolean },
): Generator<StoredRecord> {
  const comesFirst = (a: string, b: string): boolean => (reverse ? a < b : a > b)
  const isLeft = (rkey: string): boolean => after === null || comesFirst(after, rkey)
  const written = collection === collections.post ? repository.posts : repository.records.get(collection)
  const keys = [...(written?.keys() ?? [])].filter(isLeft).sort((a, b) => (comesFirst(a, b) ? -1 : 1))
  const blocks = collection === collections.post ? repository.generated : []
  const sources = [keys.values(), ...blocks.map((block) => generatedKeys(block, { isLeft, reverse }))]
  for (const rkey of mergeSorted(sources, comesFirst)) {
    const record = findRecord(repository, collection, rkey)
    if (record) yield record
  }
}

function placeOf(post: StoredPost): Place {
  return { sortAt: post.sortAt, cid: post.placeCid }
}

function madePost(repository: Repository, block: GeneratedPosts, index: number): StoredPost | null {
  const changed = repository.changed.get(block.rkeyOf(index))
  return changed === undefined ? block.make(index) : changed
}

/** The index behind the last entry below a place. */
function endBelow(feed: readonly FeedEntry[], below: Place): number {
  let low = 0
  let high = feed.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const entry = feed[middle]
    if (entry && isAbove(below, entry)) low = middle + 1
    else high = middle
  }
  return low
}

function insert(feed: FeedEntry[], entry: FeedEntry): void {
  feed.splice(endBelow(feed, entry), 0, entry)
}

function* writtenEntries(feed: readonly FeedEntry[], below: Place | null): Generator<FeedEntry> {
  for (let i = (below ? endBelow(feed, below) : feed.length) - 1; i >= 0; i -= 1) {
    const entry = feed[i]
    if (entry) yield entry
  }
}

function* generatedEntries(repository: Repository, block: GeneratedPosts, below: Place | null): Generator<FeedEntry> {
  for (let i = (below ? block.countUntil(below.sortAt) : block.count) - 1; i >= 0; i -= 1) {
    const post = madePost(repository, block, i)
    if (!post) continue
    const entry = { ...placeOf(post), rkey: post.rkey, reposted: null, uri: post.uri, made: post }
    if (!below || isAbove(below, entry)) yield entry
  }
}

function* generatedKeys(
  block: GeneratedPosts,
  { isLeft, reverse }: { isLeft: (rkey: string) => boolean; reverse: boolean },
): Generator<string> {
  // The keys rise with the index: find the first that is left by halving.
  const keyAt = (step: number): string => block.rkeyOf(reverse ? step : block.count - 1 - step)
  let low = 0
  let high = block.count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isLeft(keyAt(middle))) high = middle
    else low = middle + 1
  }
  for (let step = low; step < block.count; step += 1) yield keyAt(step)
}
