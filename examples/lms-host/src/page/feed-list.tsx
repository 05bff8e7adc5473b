import { type FeedSource, useFeed } from '@socius/react-widgets'
import { type ReactNode, useEffect, useRef } from 'react'
import { ActivityCard } from './activity-card.tsx'

export interface FeedListProps {
  readonly source: FeedSource
  /** What the feed is, for who does not see it. */
  readonly label: string
  readonly empty: string
  readonly hasFilters?: boolean
  /** Whether what is new waits for a button, or shows at once. @default 'announce' */
  readonly live?: 'announce' | 'show'
}

const kinds = [
  ['', 'Everything'],
  ['post', 'Posts'],
  ['article', 'Articles'],
  ['lesson_completed', 'Lessons'],
] as const

/** A feed with its filters, what is new, and more of it. */
export function FeedList({ source, label, empty, hasFilters = false, live = 'announce' }: FeedListProps): ReactNode {
  const feed = useFeed({ source, live })
  const { filters, setFilter } = feed
  const end = useRef<HTMLDivElement>(null)

  const { hasMore, loadMore } = feed
  useEffect(() => {
    const element = end.current
    if (!element || !hasMore) return undefined
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadMore(), { rootMargin: '600px' })
    observer.observe(element)
    return () => observer.disconnect()
  }, [hasMore, loadMore])

  return (
    <section className="feed">
      {hasFilters && (
        <div className="filters" role="group" aria-label="Show">
          {kinds.map(([kind, title]) => (
            <button
              key={kind}
              type="button"
              className="chip"
              aria-pressed={(filters.kind ?? '') === kind}
              onClick={() => setFilter('kind', kind === '' ? undefined : kind)}
            >
              {title}
            </button>
          ))}
          {filters.hashtag !== undefined && (
            <button type="button" className="chip" aria-pressed onClick={() => setFilter('hashtag', undefined)}>
              #{filters.hashtag} <span aria-hidden="true">×</span>
              <span className="unseen">, show all again</span>
            </button>
          )}
        </div>
      )}
      <div aria-live="polite">
        {feed.newCount > 0 && (
          <button {...feed.getNewProps({ className: 'new-items' })}>
            {feed.newCount === 1 ? '1 new item' : `${feed.newCount} new items`}
          </button>
        )}
      </div>
      {feed.error && (
        <p role="alert" className="alert">
          This could not be loaded.{' '}
          <button type="button" className="plain" onClick={feed.refresh}>
            Try again
          </button>
        </p>
      )}
      <div {...feed.getFeedProps({ 'aria-label': label })}>
        {feed.items.map((item) => (
          <ActivityCard
            key={item.activity.id}
            item={item}
            itemProps={feed.getItemProps(item, { className: 'panel card' })}
            labelProps={feed.getItemLabelProps(item)}
            onHashtag={(hashtag) => setFilter('hashtag', hashtag)}
          />
        ))}
      </div>
      {feed.isLoading && <p className="quiet">Loading…</p>}
      {!feed.isLoading && !feed.error && feed.items.length === 0 && <p className="panel quiet">{empty}</p>}
      <div ref={end} className="feed-end">
        {feed.hasMore && <button {...feed.getMoreProps({ className: 'plain' })}>Show more</button>}
      </div>
    </section>
  )
}
