import { englishFeedLabels } from '../src/english/feed-labels.js'
import type { FeedLabels } from '../src/feed/feed-labels.js'

/** Words for pages of tests: times that stand still, and errors as they were thrown. */
export const english: FeedLabels = {
  ...englishFeedLabels,
  feed: 'Home',
  time: (milliseconds) => new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' '),
  error: (error) => error.message,
}
