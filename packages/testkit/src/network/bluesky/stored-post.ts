import type { PostRecord } from './post-record.js'

/** A post as the network keeps it. */
export interface StoredPost {
  readonly did: string
  readonly uri: string
  readonly rkey: string
  /** Of the current version. */
  readonly cid: string
  readonly record: PostRecord
  /** Milliseconds since the epoch: when it was seen or, if that is earlier, when its author says it was written. */
  readonly sortAt: number
  /** The CID that it came with: its place among posts of the same moment, whatever is edited later. */
  readonly placeCid: string
}

/** How often a post was answered and passed on. */
export interface Counts {
  readonly likes: number
  readonly replies: number
  readonly reposts: number
  readonly quotes: number
}

export const noCounts: Counts = { likes: 0, replies: 0, reposts: 0, quotes: 0 }

export function addCounts(a: Counts, b: Partial<Counts>): Counts {
  return {
    likes: a.likes + (b.likes ?? 0),
    replies: a.replies + (b.replies ?? 0),
    reposts: a.reposts + (b.reposts ?? 0),
    quotes: a.quotes + (b.quotes ?? 0),
  }
}

/** A place in an author's feed, newest first; equal moments are ordered by CID. */
export interface Place {
  readonly sortAt: number
  readonly cid: string
}

/** Whether `a` stands nearer to the top than `b`. */
export function isAbove(a: Place, b: Place): boolean {
  return a.sortAt > b.sortAt || (a.sortAt === b.sortAt && a.cid > b.cid)
}
