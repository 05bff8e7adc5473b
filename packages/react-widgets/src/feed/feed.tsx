import type { FeedItem } from '@socius/core'
import { Fragment, type ReactNode, useRef } from 'react'
import { ActivityCard, type ActivityCardProps } from '../activity/activity-card.js'
import { useStable } from '../props/use-stable.js'
import { FeedFilterBar } from './feed-filter-bar.js'
import type { FeedLabels } from './feed-labels.js'
import { isByTime } from './feed-query.js'
import { HiddenNotice } from './hidden-notice.js'
import { type UseFeedOptions, useFeed } from './use-feed.js'
import { useFocusAfter } from './use-focus-after.js'
import { useHide } from './use-hide.js'
import { type UseVirtualFeedOptions, useVirtualFeed } from './use-virtual-feed.js'

export interface FeedProps
  extends UseFeedOptions,
    Omit<UseVirtualFeedOptions, 'feed'>,
    Pick<ActivityCardProps, 'slots' | 'headingLevel'> {
  /** Keep it the same object from render to render. */
  readonly labels: FeedLabels
  /**
   * Renders an item in the place of a card. Give it the props, the last two to its article and to what names it. Where its
   * platform asks for it, show an `Attribution`.
   */
  renderItem?(props: FeedItemProps): ReactNode
  /** Whether there are controls for the platform and the hashtag. @default true, where the feed takes filters */
  readonly showsFilters?: boolean
}

export interface FeedItemProps extends ActivityCardProps {
  readonly articleProps: NonNullable<ActivityCardProps['articleProps']>
  readonly nameProps: NonNullable<ActivityCardProps['nameProps']>
}

/** A feed with plain elements: filters, what is new, items as cards, and more of them near the end. */
export function Feed(props: FeedProps): ReactNode {
  const { labels, source, slots, headingLevel, renderItem, client, viewerId } = props
  const connection = { ...(client ? { client } : {}), ...(viewerId === undefined ? {} : { viewerId }) }
  const feed = useFeed(props)
  const virtual = useVirtualFeed({ ...props, feed })
  const hiding = useHide(connection)
  const onHashtag = useStable((hashtag: string) => feed.setFilter('hashtag', hashtag))
  const hiddenAt = useRef(0)
  const onHide = useStable((item: FeedItem) => {
    hiddenAt.current = feed.items.indexOf(item)
    hiding.hide(item)
  })
  const focusAfter = useFocusAfter(feed.items, virtual.focusItem)
  const filtered = isByTime(source)
  const shared = {
    ...connection,
    ...(filtered ? { onHashtag } : {}),
    // What one person has published is all shown to whoever looks it up, hidden or not.
    ...(source.feed === 'timeline' ? {} : { onHide }),
    ...(slots ? { slots } : {}),
    ...(headingLevel ? { headingLevel } : {}),
  }

  return (
    <section className="socius-feed" aria-label={labels.feed}>
      {filtered && props.showsFilters !== false && <FeedFilterBar feed={feed} labels={labels} {...connection} />}
      <div className="socius-feed-news" role="status">
        {feed.newCount > 0 && (
          <button {...feed.getNewProps({ className: 'socius-button socius-button-main', onClick: focusAfter.toTop })}>
            {labels.newItems(feed.newCount)}
          </button>
        )}
        <HiddenNotice
          hiding={hiding}
          labels={labels}
          onUndo={focusAfter.to}
          onDismiss={() => virtual.focusItem(Math.min(hiddenAt.current, feed.items.length - 1))}
        />
      </div>
      {hiding.error && (
        <p className="socius-error" role="alert">
          {labels.error(hiding.error)}
        </p>
      )}
      <div {...virtual.getFeedProps({ className: 'socius-feed-items', 'aria-label': labels.feed })}>
        {virtual.rows.map((row) => {
          const card: FeedItemProps = {
            item: row.item,
            labels,
            articleProps: virtual.getItemProps(row),
            nameProps: feed.getItemLabelProps(row.item),
            ...shared,
          }
          const { id } = row.item.activity
          return renderItem ? <Fragment key={id}>{renderItem(card)}</Fragment> : <ActivityCard key={id} {...card} />
        })}
      </div>
      <FeedEnd feed={feed} labels={labels} />
    </section>
  )
}

function FeedEnd({ feed, labels }: { feed: ReturnType<typeof useFeed>; labels: FeedLabels }): ReactNode {
  const { isLoading, isLoadingMore, error, items, hasMore } = feed
  if (error) {
    const retry = hasMore && items.length > 0 ? feed.loadMore : feed.refresh
    return (
      <div className="socius-feed-end socius-error" role="alert">
        {labels.error(error)}
        <button type="button" className="socius-button" onClick={retry}>
          {labels.retry}
        </button>
      </div>
    )
  }
  if (isLoading || isLoadingMore) {
    return (
      <p className="socius-feed-end" role="status">
        {labels.loading}
      </p>
    )
  }
  if (items.length === 0) return <p className="socius-feed-end socius-feed-empty">{labels.empty}</p>
  if (!hasMore) return null
  return (
    <div className="socius-feed-end">
      <button {...feed.getMoreProps({ className: 'socius-button' })}>{labels.more}</button>
    </div>
  )
}
