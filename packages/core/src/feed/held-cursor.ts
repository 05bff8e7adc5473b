import { decodePlace, encodePlace, isId } from './place-text.js'

/** The most lines that wait for a later page: their ids stand in the cursor. */
export const maxHeld = 40

/** Where a page ended of a feed in which lines may wait. */
export interface HeldPlace {
  /** The place in the feed itself. Null: at its beginning. */
  readonly after: string | null
  /** Whether the feed itself has ended, so that only lines that wait are left. */
  readonly ended: boolean
  /** The ids of the activities that wait, in order. */
  readonly held: readonly string[]
}

export function encodeHeldPlace({ after, ended, held }: HeldPlace): string {
  return encodePlace([after, ended, ...held])
}

/** @throws `invalid_cursor` */
export function decodeHeldPlace(cursor: string | null): HeldPlace {
  if (cursor === null) return { after: null, ended: false, held: [] }
  return decodePlace(cursor, ([after, ended, ...held]) => {
    if ((after !== null && typeof after !== 'string') || typeof ended !== 'boolean') return null
    return held.length <= maxHeld && held.every(isId) ? { after, ended, held } : null
  })
}
