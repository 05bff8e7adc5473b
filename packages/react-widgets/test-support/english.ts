import type { FeedLabels } from '../src/feed/feed-labels.js'

const plural = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`

/** Words for pages of tests. */
export const english: FeedLabels = {
  feed: 'Home',
  filters: 'Filters',
  platform: 'Platform',
  everyPlatform: 'Every platform',
  here: 'Here',
  withoutHashtag: (hashtag) => `Without #${hashtag}`,
  newItems: (count) => `Show ${plural(count, 'new item')}`,
  more: 'More',
  empty: 'There is nothing yet.',
  retry: 'Try again',
  hidden: 'Hidden.',
  undo: 'Undo',
  dismiss: 'Dismiss',
  time: (milliseconds) => new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' '),
  edited: 'edited',
  someone: 'Somebody',
  attribution: (platform) => `View on ${platform}`,
  counts: ({ likes, comments, shares, views }, platform) => {
    const parts = [
      likes === null ? [] : plural(likes, 'like'),
      comments === null ? [] : plural(comments, 'comment'),
      shares === null ? [] : plural(shares, 'share'),
      views === null ? [] : plural(views, 'view'),
    ]
    return `${parts.flat().join(', ')} on ${platform}`
  },
  like: (count) => `Like (${count})`,
  comments: (count) => `Comments (${count})`,
  why: 'Why this?',
  hide: 'Hide',
  media: (type) => (type === 'image' ? 'Image without a description' : `A ${type}`),
  error: (error) => error.message,
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
        ? `published ${new Date(contribution).toISOString().slice(0, 10)}`
        : `${reason}: ${Math.round(contribution / 60_000)} minutes later`,
    rankResult: (milliseconds) => `counts as of ${new Date(milliseconds).toISOString().slice(0, 10)}`,
    engagement: 'How it was met',
    engagementPart: ({ reason, contribution }) => `${reason}: ${plural(contribution, 'point')}`,
    engagementResult: (points) => `${plural(points, 'point')} in all`,
  },
}
