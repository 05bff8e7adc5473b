/** A place in the order of {@link newestFirst}. */
export type Place = readonly [publishedAt: number, externalId: string]

interface Dated {
  readonly publishedAt: number
  readonly externalId: string
}

/** Equal times are ordered by id; where ids grow with time, the newer one comes first there, too. */
export function newestFirst(a: Dated, b: Dated): number {
  return b.publishedAt - a.publishedAt || (a.externalId < b.externalId ? 1 : a.externalId > b.externalId ? -1 : 0)
}

export function placeOf({ publishedAt, externalId }: Dated): Place {
  return [publishedAt, externalId]
}

export function isAfter(item: Dated, place: Place | null): boolean {
  return place === null || newestFirst({ publishedAt: place[0], externalId: place[1] }, item) < 0
}
