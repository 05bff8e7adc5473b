import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeedItem } from './feed.js'
import { itemTimes } from './item-times.js'

const now = Date.parse('2026-03-05T00:00:00Z')
const day = 86_400_000

const item = (published: number | null, updated: number | null = null): FeedItem => ({
  ...{ id: null, link: null, title: null, content: null, author: null, categories: [], language: null },
  ...{ comments: null, media: [], base: null },
  published: published === null ? null : new Date(published).toISOString(),
  updated: updated === null ? null : new Date(updated).toISOString(),
})
const times = (items: readonly FeedItem[], changedAt: number | null = null) => itemTimes(items, changedAt, now)
const published = (items: readonly FeedItem[], changedAt: number | null = null) =>
  times(items, changedAt).map(({ publishedAt }) => publishedAt)

describe('itemTimes', () => {
  it('takes what the feed says', () => {
    expect(times([item(now - day, now - 1000)])).toEqual([
      { publishedAt: now - day, editedAt: now - 1000, dated: true },
    ])
  })

  it('takes the last change where nothing is said about publication', () => {
    expect(times([item(null, now - day)])).toEqual([{ publishedAt: now - day, editedAt: null, dated: true }])
  })

  it('knows no change before or at publication', () => {
    expect(times([item(now - day, now - day), item(now - day, now - 2 * day)]).map(({ editedAt }) => editedAt)).toEqual(
      [null, null],
    )
  })

  it('moves what lies in the future to the time of the fetch', () => {
    expect(times([item(now + day, now + 2 * day)])).toEqual([{ publishedAt: now, editedAt: null, dated: true }])
  })

  it('puts an item without a date right above the next older one', () => {
    const older = now - 5 * day
    expect(published([item(now - day), item(null), item(null), item(older)])).toEqual([
      now - day,
      older + 2,
      older + 1,
      older,
    ])
    expect(published([item(null), item(older)])).toEqual([older + 1, older])
  })

  it('puts it right under the oldest where none is older', () => {
    expect(published([item(now - day), item(null), item(null)])).toEqual([now - day, now - day - 1, now - day - 2])
  })

  it('reads a feed that starts with its oldest item', () => {
    expect(published([item(now - 3 * day), item(null), item(now - day)])).toEqual([
      now - 3 * day,
      now - 3 * day + 1,
      now - day,
    ])
  })

  it('takes the day that stands in the address', () => {
    const linked = (link: string) => ({ ...item(null), link })
    const links = ['https://x.example/2026/02/03', '/2026/01/b/', '/2026/13/c/', '/12026/01/d/']
    expect(times(links.map(linked)).map(({ publishedAt, dated }) => [publishedAt, dated])).toEqual([
      [Date.parse('2026-02-03T00:00:00Z'), false],
      [Date.parse('2026-01-01T00:00:00Z'), false],
      [Date.parse('2026-01-01T00:00:00Z') - 1, false],
      [Date.parse('2026-01-01T00:00:00Z') - 2, false],
    ])
  })

  it('starts from the time of the feed where no item has a date, else from that of the fetch', () => {
    expect(published([item(null), item(null)], now - day)).toEqual([now - day, now - day - 1])
    expect(published([item(null), item(null)], now + day)).toEqual([now, now - 1])
    expect(published([item(null), item(null)])).toEqual([now, now - 1])
  })

  it('gives times that are never later than now and keep the order of a feed that has one', () => {
    const dates = fc.array(fc.option(fc.integer({ min: now - 100 * day, max: now + day })), { maxLength: 20 })
    fc.assert(
      fc.property(dates, fc.boolean(), (list, oldestFirst) => {
        const known = list.filter((date) => date !== null).toSorted((a, b) => (oldestFirst ? a - b : b - a))
        const ordered = list.map((date) => (date === null ? null : (known.shift() ?? null)))
        const result = published(ordered.map((date) => item(date)))
        expect(result.every((time) => time <= now)).toBe(true)
        const falling = result.every((time, index) => index === 0 || time <= (result[index - 1] ?? time))
        const rising = result.every((time, index) => index === 0 || time >= (result[index - 1] ?? time))
        expect(falling || rising).toBe(true)
      }),
    )
  })
})
