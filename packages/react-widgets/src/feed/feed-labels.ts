import type { ActivityLabels } from '../activity/activity-labels.js'

/** The words of a feed, in the language of whoever reads it. */
export interface FeedLabels extends ActivityLabels {
  /** The feed itself. */
  readonly feed: string
  readonly filters: string
  readonly platform: string
  readonly everyPlatform: string
  /** What is published here. */
  readonly here: string
  /** The button that takes a hashtag out of the filters. */
  withoutHashtag(hashtag: string): string
  /** The button that shows what has been published meanwhile. */
  newItems(count: number): string
  readonly more: string
  readonly empty: string
  readonly retry: string
  /** Said of an item that was hidden, beside the button that brings it back. */
  readonly hidden: string
  readonly undo: string
  readonly dismiss: string
}
