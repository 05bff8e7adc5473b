export interface MediaOptions {
  readonly description?: string
  readonly width?: number
  readonly height?: number
}

export interface StatusOptions {
  /** When it was written, for statuses from the past. Milliseconds since the epoch. @default now */
  readonly at?: number
  readonly images?: readonly MediaOptions[]
  readonly replyTo?: MastodonStatus
  readonly quote?: MastodonStatus
  /** What stands before a text that is folded. */
  readonly contentWarning?: string
  /** @default 'public' */
  readonly visibility?: Visibility
  /** ISO 639-1; null for none. @default 'en' */
  readonly language?: string | null
}

export type Visibility = 'public' | 'unlisted' | 'private' | 'direct'

/** Names a status or a boost. */
export interface MastodonStatus {
  /** On its own server. */
  readonly id: string
  /** The address by which all servers know it. */
  readonly uri: string
  /** As people see it on the web. */
  readonly url: string
}

/** A status or a boost, as the network keeps it. */
export interface StoredStatus extends MastodonStatus {
  /** The address of the account. */
  readonly owner: string
  readonly text: string
  readonly contentWarning: string
  readonly visibility: Visibility
  readonly language: string | null
  readonly images: readonly MediaOptions[]
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly editedAt: number | null
  /** Addresses of other statuses. */
  readonly replyTo: string | null
  readonly quoteOf: string | null
  readonly boostOf: string | null
}

/** What the addresses of an account's statuses are made of. */
export interface AccountNames {
  readonly username: string
  /** The address by which all servers know it. */
  readonly uri: string
  /** Of its own server. */
  readonly origin: string
}

/** Addresses as servers from version 4.6 on make them. */
export function addressesOf({ uri, username, origin }: AccountNames, id: string, isBoost = false): MastodonStatus {
  return isBoost
    ? { id, uri: `${uri}/statuses/${id}/activity`, url: `${origin}/users/${username}/statuses/${id}/activity` }
    : { id, uri: `${uri}/statuses/${id}`, url: `${origin}/@${username}/${id}` }
}

/** How often a status was liked, passed on, answered and quoted. */
export interface StatusCounts {
  readonly favourites: number
  readonly boosts: number
  readonly replies: number
  readonly quotes: number
}

export const noCounts: StatusCounts = { favourites: 0, boosts: 0, replies: 0, quotes: 0 }

export function addCounts(a: StatusCounts, b: Partial<StatusCounts>): StatusCounts {
  return {
    favourites: a.favourites + (b.favourites ?? 0),
    boosts: a.boosts + (b.boosts ?? 0),
    replies: a.replies + (b.replies ?? 0),
    quotes: a.quotes + (b.quotes ?? 0),
  }
}

export function toStatus({ id, uri, url }: MastodonStatus): MastodonStatus {
  return { id, uri, url }
}
