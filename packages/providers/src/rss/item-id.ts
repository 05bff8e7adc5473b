import type { FeedItem } from './feed.js'
import { canonicalAddress, resolveAddress, withoutTracking } from './web-address.js'

// Longer ids are no ids: nobody would want them in a key.
const maxIdLength = 1000

export type ItemId = { readonly externalId: string } | { readonly problem: string }

/**
 * The id of an item: what its feed calls it, else the address of its page.
 *
 * Ids of feeds are unique within a feed only, and nothing keeps a feed from claiming the ids of another. So an id stands
 * alone only when it is an address on the feed's own host; every other is put behind the address of the feed.
 */
export function itemId(item: Pick<FeedItem, 'id' | 'link'>, feedAddress: URL, base: URL): ItemId {
  const given = item.id?.trim()
  const page = given ? null : resolveAddress(item.link, base)
  const id = given || (page ? withoutTracking(page).href : null)
  if (!id) return { problem: 'It has neither an id nor the address of a page.' }
  return scopeId(id, feedAddress)
}

/** As {@link itemId}, for an id that the feed gives. */
export function scopeId(id: string, feedAddress: URL): ItemId {
  if (id.length > maxIdLength) return { problem: `Its id is longer than ${maxIdLength} characters.` }
  if (/[\p{Cc}\p{Cs}]/u.test(id)) return { problem: 'Its id holds control characters.' }
  if (isOnHostOf(id, feedAddress)) return { externalId: id }
  return { externalId: `${canonicalAddress(feedAddress).href}#${id}` }
}

function isOnHostOf(id: string, feedAddress: URL): boolean {
  if (!/^https?:\/\//i.test(id) || !URL.canParse(id)) return false
  const bare = (host: string): string => host.replace(/^www\./, '')
  return bare(new URL(id).host) === bare(feedAddress.host)
}
