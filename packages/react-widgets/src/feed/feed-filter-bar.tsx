import { type ReactNode, useId } from 'react'
import { usePlatforms } from '../activity/use-platforms.js'
import type { ConnectionOptions } from '../connection/socius-provider.js'
import type { FeedLabels } from './feed-labels.js'
import type { UseFeedResult } from './use-feed.js'

export interface FeedFilterBarProps extends ConnectionOptions {
  readonly feed: Pick<UseFeedResult, 'filters' | 'setFilter'>
  readonly labels: FeedLabels
}

/** The platform that a feed is narrowed to, and the hashtag, which is chosen on an item. */
export function FeedFilterBar({ feed, labels, ...connection }: FeedFilterBarProps): ReactNode {
  const { platforms } = usePlatforms(connection)
  const { platform, hashtag } = feed.filters
  const id = useId()
  return (
    <div className="socius-filters" role="group" aria-label={labels.filters}>
      <label className="socius-label" htmlFor={id}>
        {labels.platform}
      </label>
      <select
        id={id}
        className="socius-input"
        value={platform ?? ''}
        onChange={({ target }) => feed.setFilter('platform', target.value === '' ? undefined : target.value)}
      >
        <option value="">{labels.everyPlatform}</option>
        <option value="native">{labels.here}</option>
        {platforms.map((one) => (
          <option key={one.platform} value={one.platform}>
            {one.title}
          </option>
        ))}
      </select>
      {hashtag !== undefined && (
        <button
          type="button"
          className="socius-button socius-filter-hashtag"
          aria-label={labels.withoutHashtag(hashtag)}
          onClick={() => feed.setFilter('hashtag', undefined)}
        >
          <bdi>#{hashtag}</bdi> <span aria-hidden="true">×</span>
        </button>
      )}
    </div>
  )
}
