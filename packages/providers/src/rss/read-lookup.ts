import type { LookedUp, LookupOptions, LookupResult } from '@socius/core/provider'
import type { Http } from '../http/index.js'
import { fetchFeed } from './fetch-feed.js'
import { scopeId } from './item-id.js'
import { mapItem } from './map-item.js'
import type { PlacedFeed } from './place-items.js'

/**
 * Looks items up in the feed as it is now. An item that is not listed is gone when the feed says so itself, when the
 * feed says that it lists everything, or when it was published within the time that the feed still covers; in all other
 * cases it may just have moved out of sight.
 */
export function createLookupReader(http: Http): (options: LookupOptions) => Promise<LookupResult> {
  return async ({ account, externalIds, publishedAt, signal }) => {
    const { answer, placed } = await fetchFeed(http, { account, validators: null, fetchedAt: null, signal })
    const { rateLimit, calls } = answer
    // Without validators there is always a full answer.
    if (!placed) throw http.malformed(answer, 'says that nothing has changed, which was not asked')
    const listed = new Map(placed.items.map((item) => [item.externalId, item]))
    const isGone = createGoneTest(placed, new URL(account.externalId))
    const results = externalIds.map((externalId): LookedUp => {
      const item = listed.get(externalId)
      if (item) return { state: 'present', item: mapItem(item, placed.feed, account) }
      if (isGone(externalId, publishedAt?.get(externalId))) return { state: 'gone', externalId }
      return { state: 'unreadable', externalId, reason: "beyond the feed's window" }
    })
    return { results, rejected: placed.rejected, rateLimit, calls }
  }
}

function createGoneTest(placed: PlacedFeed, feedAddress: URL) {
  const { feed, reachesBackTo } = placed
  const deleted = new Set(
    feed.deleted.flatMap((id) => {
      const scoped = scopeId(id, feedAddress)
      return 'externalId' in scoped ? scoped.externalId : []
    }),
  )
  return (externalId: string, publishedAt: number | undefined): boolean =>
    deleted.has(externalId) ||
    feed.complete ||
    (reachesBackTo !== null && publishedAt !== undefined && publishedAt > reachesBackTo)
}
