import type { FeedItem } from '@socius/core'
import { englishFeedLabels } from '@socius/react-widgets/english'

/** What an item was given here and on its platform; each only where it was given something. */
export function sayReception({ here, counts }: FeedItem, platform: string): string {
  const given = [
    ...(here.reactions > 0 ? [`${here.reactions} ${here.reactions === 1 ? 'like' : 'likes'}`] : []),
    ...(here.comments > 0 ? [`${here.comments} ${here.comments === 1 ? 'comment' : 'comments'}`] : []),
  ]
  return [
    ...(given.length > 0 ? [`${given.join(', ')} here`] : []),
    ...(counts ? [englishFeedLabels.counts(counts, platform)] : []),
  ]
    .filter((said) => said !== '')
    .join(' · ')
}
