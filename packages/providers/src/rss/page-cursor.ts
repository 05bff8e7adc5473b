import { SociusError } from '@socius/core/provider'

/** Where a page ended. A feed is fetched anew for each page, so this says which item was last, not how many were read. */
export interface FeedPosition {
  /** When the first page was fetched: items without a date depend on it. Milliseconds since the epoch. */
  readonly fetchedAt: number
  readonly publishedAt: number
  /** Of the external id. */
  readonly hash: string
}

export function writeCursor({ fetchedAt, publishedAt, hash }: FeedPosition): string {
  return `1.${fetchedAt.toString(36)}.${publishedAt.toString(36)}.${hash}`
}

/** @throws `invalid_cursor` */
export function readCursor(cursor: string): FeedPosition {
  const match = /^1\.([0-9a-z]{1,10})\.([0-9a-z]{1,10})\.([0-9a-z]{1,7})$/.exec(cursor)
  if (!match) throw new SociusError('invalid_cursor', 'This is not a cursor of a feed.')
  const [, fetchedAt = '', publishedAt = '', hash = ''] = match
  return { fetchedAt: Number.parseInt(fetchedAt, 36), publishedAt: Number.parseInt(publishedAt, 36), hash }
}

/** FNV-1a, 32 bits: it only has to tell an item from the few others of the same millisecond. */
export function hashId(externalId: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < externalId.length; index += 1) {
    hash = Math.imul(hash ^ externalId.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
