/** What an activity can be when it comes from a platform. A native activity may have a kind of the host's own. */
export const syncedKinds = ['post', 'comment', 'share', 'like', 'article', 'video', 'poll', 'event'] as const

/** Who may see an item on its platform. Only `public` is ever shown to others here without a further rule. */
export const draftAudiences = ['public', 'connections', 'private'] as const

export const mediaTypes = ['image', 'video', 'audio', 'file', 'link'] as const

/** Something that stands with a text: shown beside it, or linked from it. */
export interface Media {
  type: (typeof mediaTypes)[number]
  url: string
  previewUrl: string | null
  /** Alternative text, or the title of a linked page. */
  description: string | null
  /** Pixels. */
  width: number | null
  height: number | null
}

/** Somebody on the platform. The external id does not change; a handle may. */
export interface DraftAuthor {
  readonly externalId: string
  readonly handle: string | null
  readonly displayName: string | null
  readonly avatarUrl: string | null
}

/** Somebody named in a text. */
export interface DraftMention {
  readonly externalId: string | null
  readonly handle: string | null
}

/** A part of a plain text that leads somewhere: a link, somebody mentioned, a hashtag. */
export interface TextLink {
  /** In UTF-16 units of the text. */
  readonly start: number
  readonly end: number
  readonly url: string
}

/** How often something was answered, passed on, seen. Null where the platform does not say; 0 is a real zero. */
export interface Counts {
  readonly likes: number | null
  readonly comments: number | null
  readonly shares: number | null
  readonly views: number | null
}

/** One activity as a provider hands it to sync: normalised, but not yet cleaned, hashed or given an id. */
export interface ActivityDraft {
  /** Unique within the platform and kind; the same for every version of the item. */
  readonly externalId: string
  readonly kind: (typeof syncedKinds)[number]
  readonly url: string | null
  readonly author: DraftAuthor
  readonly title: string | null
  /** Plain text. */
  readonly text: string | null
  /** As the platform gives it; sync sanitises it. Null where it gives plain text: sync makes HTML of that and its links. */
  readonly html: string | null
  /** What leads somewhere in `text`, in its order; empty where the platform gives HTML. */
  readonly links: readonly TextLink[]
  /** BCP 47, as the author or the platform declares it. */
  readonly language: string | null
  readonly media: readonly Media[]
  /** Without the sign. */
  readonly hashtags: readonly string[]
  readonly mentions: readonly DraftMention[]
  readonly counts: Counts
  readonly audience: (typeof draftAudiences)[number]
  /** The item this one answers or passes on, by its external id on the same platform. */
  readonly inReplyTo: string | null
  readonly shareOf: string | null
  /** Milliseconds since the epoch. */
  readonly publishedAt: number
  readonly editedAt: number | null
  /** Changes whenever the platform's copy does (a CID, an ETag); null where there is none. */
  readonly version: string | null
}

/** One comment on an activity, as a provider hands it over. */
export interface CommentDraft {
  readonly externalId: string
  readonly url: string | null
  /** The activity that the thread belongs to. */
  readonly subjectExternalId: string
  /** The comment that this one answers; null when it answers the activity itself. */
  readonly inReplyTo: string | null
  readonly author: DraftAuthor
  /** Text, HTML and links as in {@link ActivityDraft}. */
  readonly text: string | null
  readonly html: string | null
  readonly links: readonly TextLink[]
  readonly counts: Counts
  readonly publishedAt: number
  readonly editedAt: number | null
}

/** Who an account is, as the platform shows it. */
export interface ProfileDraft {
  readonly externalId: string
  readonly handle: string | null
  readonly displayName: string | null
  readonly bio: string | null
  readonly avatarUrl: string | null
  readonly url: string | null
  readonly followers: number | null
  readonly following: number | null
}

/** An item that does not fit what its platform promises: it is set aside, and the page goes on. */
export interface RejectedItem {
  /** Its id, if that much could be read. */
  readonly externalId: string | null
  /** What was wrong, without repeating any of its text. */
  readonly reason: string
}
