import type { Activity, ExplanationPart, FeedItem } from '@socius/core'

/** The words of a card, in the language of whoever reads it. */
export interface ActivityLabels {
  /** A point in time, in milliseconds since the epoch, such as "3 hours ago". */
  time(milliseconds: number): string
  /** Beside the time of what was changed since. */
  readonly edited: string
  /** Who is not known by name. */
  readonly someone: string
  /** The link to where an item comes from, such as "View on Mastodon". */
  attribution(platform: string): string
  /** How an item is received on its platform; what the platform does not say is null. Nothing is shown of an empty text. */
  counts(counts: NonNullable<FeedItem['counts']>, platform: string): string
  /** The button; whether it is pressed is said by itself. */
  like(count: number): string
  /** The button that shows and hides the comments. */
  comments(count: number): string
  /** The button that says why an item stands where it stands. */
  readonly why: string
  readonly hide: string
  /** An image, a film or a file that nobody has described. */
  media(type: Activity['attachments'][number]['type']): string
  /** What failed, for the person who tried it. */
  error(error: Error): string
  readonly loading: string
  readonly thread: CommentLabels
  readonly explanation: ExplanationLabels
}

/** The words around comments. */
export interface CommentLabels {
  /** The list. */
  readonly list: string
  readonly empty: string
  readonly input: string
  readonly submit: string
  readonly more: string
  remove(author: string): string
  /** Who writes, until the comment has arrived. */
  readonly you: string
  readonly sending: string
}

/** The words of an explanation. */
export interface ExplanationLabels {
  /** Above the parts of its place in time: `recency` is the time of publication, the others are how much later it counts. */
  readonly rank: string
  /** One part of it; all are in milliseconds. */
  rankPart(part: ExplanationPart): string
  /** The sum: the time as of which it counts, in milliseconds since the epoch. */
  rankResult(milliseconds: number): string
  readonly engagement: string
  /** One part of it, in points. */
  engagementPart(part: ExplanationPart): string
  engagementResult(points: number): string
}
