import { decodePlace, encodePlace, isId } from './place-text.js'

/** The most groups that a cursor remembers: it spares reads, and what it forgets is looked up. */
export const maxRemembered = 40

/** Where a page of groups ended. */
export interface GroupedPlace {
  /** The last activity that was passed. */
  readonly last: { readonly publishedAt: number; readonly id: string } | null
  /** Groups that were passed of late. */
  readonly folds: readonly string[]
}

export function encodeGroupedPlace({ last, folds }: GroupedPlace): string {
  return encodePlace([last?.publishedAt ?? null, last?.id ?? null, ...folds])
}

/** @throws `invalid_cursor` */
export function decodeGroupedPlace(cursor: string | null): GroupedPlace {
  if (cursor === null) return { last: null, folds: [] }
  return decodePlace(cursor, ([publishedAt, id, ...folds]) => {
    if (!Number.isSafeInteger(publishedAt) || !isId(id)) return null
    const last = { publishedAt: Number(publishedAt), id }
    return folds.length <= maxRemembered && folds.every(isId) ? { last, folds } : null
  })
}
