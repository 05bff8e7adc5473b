import type { FeedItem } from '@socius/core'
import { useFeed, useReaction } from '@socius/react-widgets'

export function CommunityFeed() {
  const feed = useFeed({ source: { feed: 'home' }, pageSize: 3 })
  return (
    <section className="plain-feed">
      {feed.filters.hashtag && (
        <button type="button" onClick={() => feed.setFilter('hashtag', undefined)}>
          Show all, not only #{feed.filters.hashtag}
        </button>
      )}
      {feed.newCount > 0 && <button {...feed.getNewProps()}>Show {feed.newCount} new</button>}
      {feed.error && <p role="alert">{feed.error.message}</p>}
      <div {...feed.getFeedProps({ 'aria-label': 'Community' })}>
        {feed.items.map((item) => (
          <article key={item.activity.id} {...feed.getItemProps(item)}>
            <strong {...feed.getItemLabelProps(item)}>{item.activity.authorName}</strong>
            <p>{item.activity.text}</p>
            <footer>
              <Like item={item} />
              <span>Comments · {item.here.comments}</span>
              {item.activity.hashtags.map((tag) => (
                <button key={tag} type="button" onClick={() => feed.setFilter('hashtag', tag)}>
                  #{tag}
                </button>
              ))}
            </footer>
          </article>
        ))}
      </div>
      {feed.hasMore && <button {...feed.getMoreProps()}>Show more</button>}
    </section>
  )
}

function Like({ item }: { item: FeedItem }) {
  const like = useReaction({ item })
  return (
    <button {...like.getToggleProps()}>
      {like.isGiven ? 'Liked' : 'Like'} · {like.count}
    </button>
  )
}
