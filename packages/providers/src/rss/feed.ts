/** What a feed of any format says, each text decoded once, nothing resolved or judged yet. */
export interface Feed {
  readonly title: string | null
  readonly description: string | null
  /** The site that the feed belongs to. */
  readonly link: string | null
  readonly imageUrl: string | null
  readonly language: string | null
  readonly author: string | null
  /** When it says that it was last changed. */
  readonly updated: string | null
  /** `xml:base` of the root. */
  readonly base: string | null
  /** In the order of the feed. */
  readonly items: readonly FeedItem[]
  /** Ids that the feed itself declares deleted (RFC 6721). */
  readonly deleted: readonly string[]
  /** Whether the feed says that it lists all there is (RFC 5005). */
  readonly complete: boolean
}

export interface FeedItem {
  /** `guid`, Atom `id`, `rdf:about`. */
  readonly id: string | null
  /** The page of the item. */
  readonly link: string | null
  readonly title: string | null
  readonly content: FeedText | null
  readonly author: string | null
  readonly categories: readonly string[]
  readonly language: string | null
  /** As they are written. */
  readonly published: string | null
  readonly updated: string | null
  readonly comments: number | null
  readonly media: readonly FeedMedia[]
  readonly base: string | null
}

export interface FeedText {
  readonly value: string
  /** Null where the format leaves it open. */
  readonly type: 'html' | 'text' | null
}

export interface FeedMedia {
  readonly url: string
  /** A media type, or one of the words that Media RSS uses (`image`, `video`, `audio`). */
  readonly type: string | null
  readonly previewUrl: string | null
  readonly description: string | null
  readonly width: number | null
  readonly height: number | null
}

/** A feed that lists more is read up to here. */
export const maxFeedItems = 10_000
