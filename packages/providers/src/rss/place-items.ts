import type { RejectedItem } from '@socius/core/provider'
import { type Feed, type FeedItem, maxFeedItems } from './feed.js'
import { parseFeedDate } from './feed-date.js'
import { itemId } from './item-id.js'
import { type ItemTimes, itemTimes } from './item-times.js'
import { resolveAddress } from './web-address.js'

/** An item with the id and the times it is known by; its content is read only when it is asked for. */
export interface PlacedItem extends ItemTimes {
  readonly item: FeedItem
  readonly externalId: string
  /** What relative addresses of the item start from. */
  readonly base: URL
}

export interface PlacedFeed {
  readonly feed: Feed
  /** Newest first; items of the same time in the feed's order. */
  readonly items: readonly PlacedItem[]
  readonly rejected: readonly RejectedItem[]
  /** Whatever is newer than this is listed, if it is there at all; null where that cannot be said. */
  readonly reachesBackTo: number | null
}

export interface PlaceOptions {
  /** The address that ids are built on. */
  readonly feedAddress: URL
  /** Where the feed came from. */
  readonly url: URL
  /** When its answer says that it was last changed, as it is written. */
  readonly lastModified: string | null
  readonly now: number
}

/** Gives every item of a feed its id and time, and orders them. */
export function placeItems(feed: Feed, { feedAddress, url, lastModified, now }: PlaceOptions): PlacedFeed {
  const times = itemTimes(feed.items, parseFeedDate(feed.updated) ?? parseFeedDate(lastModified), now)
  const feedBase = resolveAddress(feed.base, url) ?? resolveAddress(feed.link, url) ?? url
  const items = new Map<string, PlacedItem>()
  const rejected: RejectedItem[] = []
  let nameless = false
  for (const [index, item] of feed.items.slice(0, maxFeedItems).entries()) {
    const base = resolveAddress(item.base, feedBase) ?? feedBase
    const id = itemId(item, feedAddress, base)
    const time = times[index]
    if ('problem' in id || !time) {
      nameless = true
      rejected.push({ externalId: null, reason: 'problem' in id ? id.problem : 'It has no place in the feed.' })
    } else if (items.has(id.externalId)) {
      rejected.push({ externalId: id.externalId, reason: 'Another item of the feed has the same id.' })
    } else {
      items.set(id.externalId, { ...time, item, externalId: id.externalId, base })
    }
  }
  if (feed.items.length > maxFeedItems) {
    rejected.push({ externalId: null, reason: `The feed lists more than ${maxFeedItems} items; the rest is not read.` })
  }
  const listed = [...items.values()]
  return {
    feed,
    items: listed.toSorted((left, right) => right.publishedAt - left.publishedAt),
    rejected,
    reachesBackTo: nameless || feed.items.length > maxFeedItems ? null : reach(listed),
  }
}

/**
 * From when on a feed lists everything. A feed is cut off by the time of publication or by the time of the last change,
 * and which of the two is seen from its order; where it follows neither (a pinned item, a ranking), nothing can be said.
 * What was published after the oldest last change that is listed lies within both.
 */
function reach(listed: readonly PlacedItem[]): number | null {
  if (listed.length < 2 || listed.some(({ dated }) => !dated)) return null
  const published = listed.map((item) => item.publishedAt)
  const changed = listed.map((item) => item.editedAt ?? item.publishedAt)
  if (!isMonotonic(published) && !isMonotonic(changed)) return null
  return Math.min(...changed)
}

function isMonotonic(times: readonly number[]): boolean {
  const falling = times.every((time, index) => index === 0 || time <= (times[index - 1] ?? time))
  return falling || times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time))
}
