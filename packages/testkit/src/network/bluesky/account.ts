import { type GeneratedRange, type GenerateOptions, rangeOf, spreadOf } from '../generate-options.js'
import { createRandom, seedOf } from '../seeded-random.js'
import { collections, isHandle, makeUri, parseUri } from './at-uri.js'
import { cidOfRecord, type RecordValue, toBase32 } from './cid.js'
import { createGeneratedPosts } from './generated-posts.js'
import type { BlueskyPost, BlueskyRecord, PostOptions } from './post-options.js'
import type { StrongRef } from './post-record.js'
import { createRepository, findPost as findPostIn, findRecord, putRecord, removeRecord } from './repository.js'
import { type AccountRecord, count, countPost, type ProfileOptions, type World } from './world.js'
import { writeEdit, writePost, writeRepost } from './write-post.js'
import { nextKey } from './write-time.js'

/**
 * Somebody on the simulated Bluesky. Each write takes a millisecond of virtual time, and its effect can be seen at once
 * by whoever asks the network.
 */
export interface BlueskyAccount {
  readonly did: string
  readonly handle: string
  post(text: string, options?: PostOptions): BlueskyPost
  /** Writes another version of a post. */
  edit(post: BlueskyRecord, text: string): BlueskyPost
  /** Removes a post, a repost or a like of this account. @throws Error when there is no such record */
  delete(record: BlueskyRecord): void
  like(post: BlueskyRecord): BlueskyRecord
  repost(post: BlueskyRecord): BlueskyRecord
  follow(account: BlueskyAccount): BlueskyRecord
  /** Puts a post of this account on top of its feed; null for none. */
  pin(post: BlueskyRecord | null): void
  /** Adds many posts with made-up texts and counts. They take no memory: each is made when it is asked for. */
  generate(count: number, options?: GenerateOptions): GeneratedRange<BlueskyPost>
  update(profile: ProfileOptions): void
  /** The old handle is free from then on. */
  rename(handle: string): void
  deactivate(): void
  /** What the network's moderation does. */
  suspend(): void
  /** Ends a deactivation or a suspension. */
  reactivate(): void
  /** For ever. */
  close(): void
}

export function createAccount(world: World, handle: string, profile: ProfileOptions): BlueskyAccount {
  if (!isHandle(handle)) throw new TypeError(`Not a handle: ${handle}.`)
  const account: AccountRecord = {
    did: makeDid(world, handle),
    handle: handle.toLowerCase(),
    status: 'active',
    profile,
    createdAt: world.clock.now(),
    rev: '',
    pinned: null,
    repository: createRepository(),
    followers: new Set(),
    follows: new Set(),
  }
  world.accounts.set(account.did, account)
  world.handles.set(account.handle, account.did)
  const { repository } = account

  /** Writes a record that names another, once. */
  function refer(collection: string, subject: RecordValue): { record: BlueskyRecord; isNew: boolean } {
    const key = JSON.stringify(subject)
    for (const known of repository.records.get(collection)?.values() ?? []) {
      if (JSON.stringify(subjectOf(known.value)) === key) return { record: known, isNew: false }
    }
    const { rkey, at } = nextKey(world, account)
    const value = { $type: collection, subject, createdAt: new Date(at).toISOString() }
    const record = { uri: makeUri(account.did, collection, rkey), rkey, cid: cidOfRecord(value), value }
    putRecord(repository, collection, record)
    return { record, isNew: true }
  }

  return {
    did: account.did,
    get handle() {
      return account.handle
    },
    post: (text, options = {}) => toPost(writePost(world, account, { text, ...options })),
    edit: (post, text) => toPost(writeEdit(world, account, { rkey: ownKey(account, post), text })),
    delete(record) {
      const { collection = '' } = parseUri(record.uri) ?? {}
      const rkey = ownKey(account, record)
      const post = collection === collections.post ? findPostIn(repository, rkey) : null
      const stored = findRecord(repository, collection, rkey)
      if (!stored) throw new Error(`There is no ${record.uri} to delete.`)
      nextKey(world, account)
      removeRecord(repository, collection, rkey)
      if (post) return countPost(world, post, -1)
      const subject = subjectUri(stored.value)
      if (collection === collections.like) count(world, subject, { likes: -1 })
      if (collection === collections.repost) count(world, subject, { reposts: -1 })
    },
    like(post) {
      const { record, isNew } = refer(collections.like, refOf(post))
      if (isNew) count(world, post.uri, { likes: 1 })
      return { uri: record.uri, cid: record.cid }
    },
    repost: (post) => writeRepost(world, account, refOf(post)),
    follow(other) {
      const { record } = refer(collections.follow, other.did)
      account.follows.add(other.did)
      world.accounts.get(other.did)?.followers.add(account.did)
      return { uri: record.uri, cid: record.cid }
    },
    pin(post) {
      if (post) ownKey(account, post)
      account.pinned = post?.uri ?? null
    },
    generate(amount, options = {}) {
      const seed = seedOf(world.seed, `${account.did}/${repository.generated.length}`)
      const spread = spreadOf(amount, options, world.clock.now())
      const block = createGeneratedPosts({ did: account.did, seed, count: amount, ...spread })
      repository.generated.push(block)
      return rangeOf(amount, (index) => toPost(findPostIn(repository, block.rkeyOf(index)) ?? block.make(index)))
    },
    update(changes) {
      account.profile = { ...account.profile, ...changes }
    },
    rename(name) {
      if (!isHandle(name)) throw new TypeError(`Not a handle: ${name}.`)
      if (world.handles.has(name.toLowerCase())) throw new Error(`The handle ${name} is taken.`)
      world.handles.delete(account.handle)
      account.handle = name.toLowerCase()
      world.handles.set(account.handle, account.did)
    },
    deactivate: () => setStatus(account, 'deactivated'),
    suspend: () => setStatus(account, 'takendown'),
    reactivate: () => setStatus(account, 'active'),
    close() {
      setStatus(account, 'deleted')
      world.handles.delete(account.handle)
    },
  }
}

function setStatus(account: AccountRecord, status: AccountRecord['status']): void {
  if (account.status === 'deleted') throw new Error(`The account ${account.handle} is closed.`)
  account.status = status
}

function ownKey(account: AccountRecord, record: BlueskyRecord): string {
  const { authority, rkey } = parseUri(record.uri) ?? {}
  if (authority !== account.did || !rkey) throw new Error(`${record.uri} does not belong to ${account.handle}.`)
  return rkey
}

function toPost({ uri, cid, did, rkey }: StrongRef & { did: string; rkey: string }): BlueskyPost {
  return { uri, cid, url: `https://bsky.app/profile/${did}/post/${rkey}` }
}

function refOf({ uri, cid }: BlueskyRecord): StrongRef {
  return { cid, uri }
}

function subjectOf(value: RecordValue): RecordValue | undefined {
  return typeof value === 'object' && value !== null && 'subject' in value ? value.subject : undefined
}

function subjectUri(value: RecordValue): string {
  const subject = subjectOf(value)
  const uri = typeof subject === 'object' && subject !== null && 'uri' in subject ? subject.uri : undefined
  return typeof uri === 'string' ? uri : ''
}

function makeDid(world: World, handle: string): string {
  const bytes = createRandom(seedOf(world.seed, handle.toLowerCase())).fill(new Uint8Array(15))
  return `did:plc:${toBase32(bytes)}`
}
