import * as z from 'zod'
import { isDid, parseAtUri } from './at-uri.js'

// A vendor's answer is read tolerantly: what an item cannot do without is required, and anything else that has a wrong
// type counts as absent. Lists are read element by element by those who use them.
const text = z.string().nullish().catch(undefined)
const count = z.number().int().nonnegative().nullish().catch(undefined)
const list = z.array(z.unknown()).nullish().catch(undefined)
const anything = z.unknown().optional()

const did = z.string().refine(isDid)
const recordUri = z.string().refine((uri) => parseAtUri(uri) !== null)
const instant = z.string().refine((time) => !Number.isNaN(Date.parse(time)))

export const authorSchema = z.object({ did, handle: text, displayName: text, avatar: text, labels: list })

export type AuthorView = z.output<typeof authorSchema>

// The lexicon allows 3,000 bytes; other servers of the network may allow more, none a book.
const maxTextLength = 100_000

const recordSchema = z.object({
  text: z.string().max(maxTextLength),
  createdAt: text,
  langs: list,
  tags: list,
  facets: list,
  reply: z
    .object({ parent: z.object({ uri: recordUri }) })
    .nullish()
    .catch(undefined),
  embed: anything,
})

/** `app.bsky.feed.defs#postView` */
export const postViewSchema = z.object({
  uri: recordUri,
  cid: z.string().min(1).max(256),
  author: authorSchema,
  record: recordSchema,
  embed: anything,
  likeCount: count,
  replyCount: count,
  repostCount: count,
  quoteCount: count,
  indexedAt: instant,
  labels: list,
})

export type PostView = z.output<typeof postViewSchema>

/** `app.bsky.feed.defs#feedViewPost` whose reason is `#reasonRepost`; nothing of the other's text is read. */
export const repostItemSchema = z.object({
  post: z.object({ uri: recordUri, author: authorSchema, labels: list }),
  reason: z.object({
    by: authorSchema,
    // Servers from before 2025 leave both out.
    uri: recordUri.nullish().catch(undefined),
    cid: text,
    indexedAt: instant,
  }),
})

export type RepostItem = z.output<typeof repostItemSchema>

/** Enough of a feed item to choose how to read the rest. */
export const feedItemSchema = z.object({
  post: z.unknown(),
  reason: z.object({ $type: z.string() }).nullish(),
})

export const feedSchema = z.object({ feed: z.array(z.unknown()), cursor: text })

export const postsSchema = z.object({ posts: z.array(z.unknown()) })

/** `app.bsky.actor.defs#profileViewDetailed` */
export const profileSchema = z.object({
  did,
  handle: text,
  displayName: text,
  description: text,
  avatar: text,
  followersCount: count,
  followsCount: count,
})

export type ProfileView = z.output<typeof profileSchema>

export const recordAnswerSchema = z.object({ value: z.unknown() })

/** `app.bsky.feed.repost` */
export const repostRecordSchema = z.object({ subject: z.object({ uri: recordUri }) })

export const threadSchema = z.object({ thread: z.unknown() })

/** A node of a thread that is there: placeholders for what is deleted, blocked or detached have no post. */
export const threadNodeSchema = z.object({ post: z.looseObject({ uri: recordUri, replyCount: count }), replies: list })

export type ThreadNode = z.output<typeof threadNodeSchema>

/** What every XRPC error says (https://atproto.com/specs/xrpc#error-responses). */
export const xrpcErrorSchema = z.object({ error: z.string(), message: text })

/** Anything that has an id, for naming what could not be read. */
export const identifiedSchema = z.object({ uri: recordUri })
