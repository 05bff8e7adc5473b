import type { FeedItem } from './feed.js'
import { parseFeedDate } from './feed-date.js'

export interface ItemTimes {
  readonly publishedAt: number
  readonly editedAt: number | null
  /** Whether the feed says when the item was published, or at least last changed. */
  readonly dated: boolean
}

/**
 * The times of the items of a feed, in its order.
 *
 * Nothing is later than `now`: an item of the future counts as published when it was fetched. An item without a date
 * takes the day that stands in its address, as in `/2026/03/02/title`. Without that it lies right above the next older
 * one that has a date, so that its time stays the same for as long as that one is listed; below all of them it lies right
 * under the oldest. Where no item has a date, they follow each other by a millisecond from `changedAt`, or else from `now`.
 * @param changedAt when the feed was last changed, if it is known
 */
export function itemTimes(items: readonly FeedItem[], changedAt: number | null, now: number): ItemTimes[] {
  const read = items.map((item) => readTimes(item, now))
  const dates = read.map(({ published }) => published)
  const filled = isOldestFirst(dates)
    ? fill(dates.toReversed(), changedAt, now).toReversed()
    : fill(dates, changedAt, now)
  return read.map((times, index) => finish(times, filled[index] ?? now))
}

interface ReadTimes {
  readonly published: number | null
  readonly updated: number | null
  readonly dated: boolean
}

function readTimes(item: FeedItem, now: number): ReadTimes {
  const published = parseFeedDate(item.published)
  const updated = parseFeedDate(item.updated)
  const said = published ?? updated
  const first = said ?? dayInAddress(item.link)
  return {
    published: first === null ? null : Math.min(first, now),
    updated: updated === null ? null : Math.min(updated, now),
    dated: said !== null,
  }
}

function finish({ published, updated, dated }: ReadTimes, filled: number): ItemTimes {
  const editedAt = published !== null && updated !== null && updated > published ? updated : null
  return { publishedAt: filled, editedAt, dated }
}

/** Blogs put the day, or the month, into the address of a post: it says so for ever. */
function dayInAddress(link: string | null): number | null {
  const [, year, month, day = '01'] = /\/(20\d\d)\/(\d\d)(?:\/(\d\d))?(?:\/|$)/.exec(link?.slice(0, 1000) ?? '') ?? []
  return year && month ? parseFeedDate(`${year}-${month}-${day}`) : null
}

function isOldestFirst(dates: readonly (number | null)[]): boolean {
  const known = dates.filter((date) => date !== null)
  const [first] = known
  const last = known.at(-1)
  return first !== undefined && last !== undefined && first < last
}

/** Fills the gaps of dates that run from new to old. */
function fill(dates: readonly (number | null)[], changedAt: number | null, now: number): number[] {
  const above: (number | null)[] = []
  let older: number | null = null
  for (let index = dates.length - 1; index >= 0; index -= 1) {
    older = dates[index] ?? (older === null ? null : older + 1)
    above[index] = older
  }
  // What is still open lies below every date, or there is none.
  let newer = Math.min(changedAt ?? now, now) + 1
  return dates.map((date, index) => {
    newer = date ?? Math.min(above[index] ?? newer - 1, index === 0 ? now : newer)
    return newer
  })
}
