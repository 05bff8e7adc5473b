import type { FeedLabels } from '@socius/react-widgets'
import { formatTime } from './format-time.ts'

/** What the parts of an engagement are called here. */
const reasons: Readonly<Record<string, string>> = {
  likes: 'likes on its platform',
  comments: 'comments on its platform',
  shares: 'shares on its platform',
  views: 'views on its platform',
  'reactions here': 'likes here',
  'comments here': 'comments here',
  'shares here': 'shares here',
}

const minute = 60_000

/** The words of the widgets. */
const english: Omit<FeedLabels, 'feed' | 'empty'> = {
  filters: 'Show',
  platform: 'From',
  everyPlatform: 'everywhere',
  here: 'Lantern',
  withoutHashtag: (hashtag) => `#${hashtag}: show all again`,
  newItems: (count) => `Show ${plural(count, 'new item')}`,
  more: 'Show more',
  retry: 'Try again',
  hidden: 'Hidden from your feeds.',
  undo: 'Undo',
  dismiss: 'Dismiss',
  time: (milliseconds) => formatTime(milliseconds),
  edited: 'edited',
  someone: 'Somebody',
  attribution: (platform) => `View on ${platform}`,
  counts: ({ likes, comments, shares }, platform) => {
    const parts = [plural(likes ?? 0, 'like'), plural(comments ?? 0, 'comment'), plural(shares ?? 0, 'share')]
    const some = parts.filter((part) => !part.startsWith('0 '))
    return some.length === 0 ? '' : `${some.join(', ')} on ${platform}`
  },
  like: (count) => `Like ${count}`,
  comments: (count) => `Comments ${count}`,
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
    rank: 'Where it stands among the most noticed',
    rankPart: ({ reason, contribution }) =>
      reason === 'recency'
        ? `published ${formatTime(contribution)}`
        : `${reasons[reason] ?? reason}: as if ${duration(contribution)} later`,
    rankResult: (milliseconds) =>
      milliseconds > Date.now()
        ? 'It stands above what is published now.'
        : `It counts as ${formatTime(milliseconds)}.`,
    engagement: 'What it was met with',
    engagementPart: ({ reason, contribution }) => `${reasons[reason] ?? reason}: ${plural(contribution, 'point')}`,
    engagementResult: (points) => `${plural(points, 'point')} in all`,
  },
}

/** The words of one feed; the same object for the same feed, so that cards are not rendered again. */
export function labelsOf(feed: string, empty: string): FeedLabels {
  const key = `${feed}\n${empty}`
  const known = made.get(key) ?? { ...english, feed, empty }
  made.set(key, known)
  return known
}

const made = new Map<string, FeedLabels>()

function plural(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`
}

function duration(milliseconds: number): string {
  const hours = Math.round(milliseconds / (60 * minute))
  return hours > 0 ? plural(hours, 'hour') : plural(Math.round(milliseconds / minute), 'minute')
}
