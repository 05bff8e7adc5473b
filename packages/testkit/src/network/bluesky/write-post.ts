import { collections, makeUri } from './at-uri.js'
import { cidOfRecord, type RecordValue } from './cid.js'
import { findFacets } from './facets.js'
import type { BlueskyRecord, PostOptions } from './post-options.js'
import { makeEmbed, type PostRecord, type ReplyRef, type StrongRef } from './post-record.js'
import { findPost as findPostIn, putPost, putRepost } from './repository.js'
import type { StoredPost } from './stored-post.js'
import { type AccountRecord, count, countPost, findAccount, findPost, type World } from './world.js'
import { nextKey } from './write-time.js'

export interface NewPost extends PostOptions {
  readonly text: string
}

export function writePost(world: World, account: AccountRecord, options: NewPost): StoredPost {
  const { rkey, at } = nextKey(world, account, options.at)
  const uri = makeUri(account.did, collections.post, rkey)
  const createdAt = options.createdAt ?? at
  const record = makeRecord(world, { uri, createdAt, options })
  const cid = cidOfRecord(record)
  const sortAt = Math.min(createdAt, at)
  const post: StoredPost = { did: account.did, uri, rkey, cid, record, sortAt, placeCid: cid }
  putPost(account.repository, post)
  countPost(world, post, 1)
  return post
}

export function writeEdit(
  world: World,
  account: AccountRecord,
  { rkey, text }: { rkey: string; text: string },
): StoredPost {
  const post = findPostIn(account.repository, rkey)
  if (!post) throw new Error('There is no such post to edit.')
  nextKey(world, account)
  const { facets: _, ...rest } = post.record
  const record = { ...rest, text, ...facetsOf(world, text) }
  const edited = { ...post, record, cid: cidOfRecord(record) }
  putPost(account.repository, edited)
  return edited
}

export function writeRepost(world: World, account: AccountRecord, subject: StrongRef): BlueskyRecord {
  const known = account.repository.feed.find((entry) => entry.reposted === subject.uri)
  if (known) return { uri: known.uri, cid: known.cid }
  const { rkey, at } = nextKey(world, account)
  const uri = makeUri(account.did, collections.repost, rkey)
  const value = { $type: collections.repost, subject, createdAt: new Date(at).toISOString() }
  const cid = cidOfRecord(value)
  putRepost(account.repository, { sortAt: at, cid, rkey, reposted: subject.uri, uri }, { uri, rkey, cid, value })
  count(world, subject.uri, { reposts: 1 })
  return { uri, cid }
}

interface RecordOptions {
  readonly uri: string
  readonly createdAt: number
  readonly options: NewPost
}

function makeRecord(world: World, { uri, createdAt, options }: RecordOptions): PostRecord {
  const { text, tags, images = [], link = null, quote, replyTo, languages = ['en'] } = options
  const embed = makeEmbed({ images, link, quote: quote ? refOf(quote) : null, key: uri })
  return {
    text,
    $type: 'app.bsky.feed.post',
    ...(tags && { tags }),
    ...(embed && { embed }),
    ...(languages.length > 0 && { langs: languages }),
    ...(replyTo && { reply: replyRef(world, replyTo) }),
    ...facetsOf(world, text),
    createdAt: new Date(createdAt).toISOString(),
  }
}

function facetsOf(world: World, text: string): { facets?: RecordValue[] } {
  const facets = findFacets(text, (handle) => findAccount(world, handle)?.did)
  return facets.length > 0 ? { facets } : {}
}

function replyRef(world: World, parent: BlueskyRecord): ReplyRef {
  const root = findPost(world, parent.uri)?.post.record.reply?.root ?? refOf(parent)
  return { root, parent: refOf(parent) }
}

function refOf({ uri, cid }: BlueskyRecord): StrongRef {
  return { cid, uri }
}
