import type { FeedLabels } from '@socius/react-widgets'
import { englishFeedLabels } from '@socius/react-widgets/english'

/** The words of one feed; the same object for the same feed, so that cards are not rendered again. */
export function labelsOf(feed: string, empty: string): FeedLabels {
  const key = `${feed}\n${empty}`
  const known = made.get(key) ?? { ...english, feed, empty }
  made.set(key, known)
  return known
}

/** Those of the widgets, and how Lantern calls its own. */
const english: FeedLabels = {
  ...englishFeedLabels,
  platform: 'From',
  everyPlatform: 'everywhere',
  here: 'Lantern',
  withoutHashtag: (hashtag) => `#${hashtag}: show all again`,
}

const made = new Map<string, FeedLabels>()
