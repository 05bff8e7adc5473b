import type { ImageOptions, LinkCard } from './post-record.js'

/** Names something that an account has written; a post's `cid` is that of the version it was given for. */
export interface BlueskyRecord {
  readonly uri: string
  readonly cid: string
}

export interface BlueskyPost extends BlueskyRecord {
  /** As people see it on the web. */
  readonly url: string
}

export interface PostOptions {
  /** When it was written, for posts from the past. Milliseconds since the epoch. @default now */
  readonly at?: number
  /** What the author says about when it was written, if that is not the truth. @default `at` */
  readonly createdAt?: number
  readonly images?: readonly ImageOptions[]
  /** Hashtags beside the text; those in the text are found without. */
  readonly tags?: readonly string[]
  /** A card for a page. */
  readonly link?: LinkCard
  readonly replyTo?: BlueskyRecord
  readonly quote?: BlueskyRecord
  /** BCP 47. @default ['en'] */
  readonly languages?: readonly string[]
}
