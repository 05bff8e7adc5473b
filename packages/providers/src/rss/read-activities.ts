import type { ActivitiesReader } from '@socius/core/provider'
import type { Http } from '../http/index.js'
import { readBookmark, writeBookmark } from './bookmark.js'
import { feedPageSize } from './capabilities.js'
import { fetchFeed } from './fetch-feed.js'
import { mapItem } from './map-item.js'
import { type FeedPosition, hashId, readCursor, writeCursor } from './page-cursor.js'
import type { PlacedItem } from './place-items.js'

/**
 * Pages of a feed. One answer holds the whole feed, and nothing is kept between calls: a feed of several pages is fetched
 * once for each of them, and goes on behind the item that was last.
 */
export function createActivitiesReader(http: Http): ActivitiesReader {
  return async ({ account, since, cursor, limit, bookmark, signal }) => {
    const position = cursor === null ? null : readCursor(cursor)
    const validators = position ? null : readBookmark(bookmark)
    const { answer, placed, fetchedAt } = await fetchFeed(http, {
      account,
      validators,
      fetchedAt: position?.fetchedAt ?? null,
      signal,
    })
    const { rateLimit, calls } = answer
    const next = position ? null : writeBookmark(answer.validators)
    if (!placed) return { items: [], rejected: [], next: null, rateLimit, calls, bookmark: next ?? bookmark ?? null }
    const wanted = placed.items.slice(startAfter(placed.items, position)).filter((item) => isSince(item, since))
    const page = wanted.slice(0, Math.min(limit, feedPageSize))
    const last = page.at(-1)
    return {
      items: page.map((item) => mapItem(item, placed.feed, account)),
      rejected: position ? [] : placed.rejected,
      next: last && wanted.length > page.length ? cursorAfter(last, fetchedAt) : null,
      rateLimit,
      calls,
      bookmark: next,
    }
  }
}

/** An item that is older stays when it was changed later, or when its time is only a guess. */
function isSince({ publishedAt, editedAt, dated }: PlacedItem, since: number | null): boolean {
  return since === null || !dated || publishedAt >= since || (editedAt !== null && editedAt >= since)
}

function cursorAfter({ publishedAt, externalId }: PlacedItem, fetchedAt: number): string {
  return writeCursor({ fetchedAt, publishedAt, hash: hashId(externalId) })
}

/** Where a page begins. When the last item has gone since, those of its time come again rather than be left out. */
function startAfter(items: readonly PlacedItem[], position: FeedPosition | null): number {
  if (!position) return 0
  const { publishedAt, hash } = position
  const last = items.findIndex((item) => item.publishedAt === publishedAt && hashId(item.externalId) === hash)
  if (last !== -1) return last + 1
  const older = items.findIndex((item) => item.publishedAt <= publishedAt)
  return older === -1 ? items.length : older
}
