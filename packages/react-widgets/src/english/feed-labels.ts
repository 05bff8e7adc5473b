import type { FeedLabels } from '../feed/feed-labels.js'
import { countOf } from './count-of.js'
import { duration, since } from './when.js'

/** What the parts of an engagement are called. */
const parts: Readonly<Record<string, string>> = {
  likes: 'likes on its platform',
  comments: 'comments on its platform',
  shares: 'shares on its platform',
  views: 'views on its platform',
  'reactions here': 'likes here',
}

/**
 * Words for a feed and its cards, in English.
 * @example <Feed source={{ feed: 'home' }} labels={{ ...englishFeedLabels, feed: 'Your class' }} />
 */
export const englishFeedLabels: FeedLabels = {
  feed: 'Feed',
  filters: 'Filters',
  platform: 'Platform',
  everyPlatform: 'Every platform',
  here: 'Here',
  withoutHashtag: (hashtag) => `Without #${hashtag}`,
  newItems: (count) => `Show ${countOf(count, 'new item')}`,
  more: 'More',
  empty: 'There is nothing yet.',
  retry: 'Try again',
  hidden: 'Hidden from your feeds.',
  undo: 'Undo',
  dismiss: 'Dismiss',
  time: (milliseconds) => since(milliseconds),
  edited: 'edited',
  someone: 'Somebody',
  attribution: (platform) => `View on ${platform}`,
  counts: ({ likes, comments, shares, views }, platform) => {
    const some = [
      likes ? [countOf(likes, 'like')] : [],
      comments ? [countOf(comments, 'comment')] : [],
      shares ? [countOf(shares, 'share')] : [],
      views ? [countOf(views, 'view')] : [],
    ].flat()
    return some.length === 0 ? '' : `${some.join(', ')} on ${platform}`
  },
  like: (count) => `Like (${count})`,
  comments: (count) => `Comments (${count})`,
  why: 'Why this?',
  hide: 'Hide',
  media: (type) => (type === 'image' ? 'An image without a description' : `A ${type}`),
  error: () => 'That did not work. Try again in a moment.',
  loading: 'Loading…',
  thread: {
    list: 'Comments',
    empty: 'Nobody has commented yet.',
    input: 'Your comment',
    submit: 'Comment',
    more: 'More comments',
    remove: (author) => `Remove the comment by ${author}`,
    you: 'You',
    sending: 'Sending…',
  },
  explanation: {
    rank: 'Where it stands',
    rankPart: ({ reason, contribution }) =>
      reason === 'recency'
        ? `published ${since(contribution)}`
        : `${parts[reason] ?? reason}: as if ${duration(contribution)} later`,
    rankResult: (milliseconds) =>
      milliseconds > Date.now() ? 'It stands above what is published now.' : `It counts as ${since(milliseconds)}.`,
    engagement: 'How it was received',
    engagementPart: ({ reason, contribution }) => `${parts[reason] ?? reason}: ${countOf(contribution, 'point')}`,
    engagementResult: (points) => `${countOf(points, 'point')} in all`,
  },
}
