import type { StoreAdapter } from '@socius/core/store'
import {
  activityColumns,
  activityRow,
  countsColumns,
  countsRow,
  type FeedData,
  membershipColumns,
  membershipRow,
  rankColumns,
  rankRow,
  tieColumns,
  tieRows,
} from './data.ts'

/** A database with the SDK's tables, and the feed written by hand for it. */
export interface FeedEngine {
  readonly store: StoreAdapter
  /** Fills the tables, which exist already. */
  load(data: FeedData): Promise<void>
  /** Own, connections' and public activities, hydrated; `before` is a time, for a page further down. */
  mixed(viewer: string, before: number | null, limit: number): Promise<readonly string[]>
  network(viewer: string, before: number | null, limit: number): Promise<readonly string[]>
  programme(viewer: string, programme: string, before: number | null, limit: number): Promise<readonly string[]>
  /** What may be seen by rank; `before` is a rank. */
  ranked(viewer: string, before: number | null, limit: number): Promise<readonly string[]>
  /** What may be seen by engagement, of the last month. */
  top(viewer: string, limit: number): Promise<readonly string[]>
  /** Turns everything public into something for connections. */
  makePrivate(): Promise<void>
  close(): Promise<void>
}

export const tables = [
  ['activity', activityColumns],
  ['activity_counts', countsColumns],
  ['tie', tieColumns],
  ['membership', membershipColumns],
  ['activity_rank', rankColumns],
] as const

/** The rows of a table, in the order in which they came to be. */
export function* rowsOf(data: FeedData, table: string): Generator<(string | number)[]> {
  if (table === 'tie') {
    for (const tie of data.ties) yield* tieRows(tie)
    return
  }
  if (table === 'membership') {
    for (let person = 0; person < data.people; person++) yield membershipRow(data, person)
    return
  }
  const rowOf = {
    activity: activityRow,
    activity_counts: (_: FeedData, i: number) => countsRow(i),
    activity_rank: rankRow,
  }
  const make = rowOf[table as keyof typeof rowOf]
  for (let i = data.activities - 1; i >= 0; i--) yield make(data, i)
}

/** The rows of a table, so many at a time. */
export function* batchesOf(data: FeedData, table: string, size: number): Generator<(string | number)[][]> {
  let batch: (string | number)[][] = []
  for (const row of rowsOf(data, table)) {
    batch.push(row)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** What a stream of a feed is merged by. */
export interface Key {
  readonly id: string
  readonly at: number
}

/** The newest of several streams, each once. */
export function merge(streams: readonly (readonly Key[])[], limit: number): readonly Key[] {
  const all = new Map(streams.flat().map((key) => [key.id, key]))
  return [...all.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, limit)
}

/** The time of the last key of a full page: what is older cannot have a part in it. */
export function cutOf(keys: readonly Key[], limit: number): number {
  return keys.length === limit ? (keys.at(-1)?.at ?? 0) : 0
}

/** What is not taken out of the feeds, of rows `a` whose id is an activity's. */
export const notTakenOut = `not exists (
  select 1 from socius_annotation n where n.tenant = 'default' and n.is_active = false and n.id = a.id)`

/** What is shown of `socius_activity a`. */
export const shown = `a.state in ('present', 'suspected') and ${notTakenOut}`

/** What the viewer has neither barred nor muted nor hidden. */
export function notBarred(viewer: string): string {
  return `not exists (select 1 from socius_tie b where b.tenant = 'default' and b.from_id = ${viewer}
    and b.kind in ('block', 'blocked', 'mute') and b.status = 'active' and b.to_id = a.person_id)
    and not exists (select 1 from socius_hidden h where h.tenant = 'default' and h.person_id = ${viewer}
    and h.activity_id = a.id)`
}

/** Engagement and time as one number: exact, since the engagement of these data is small. */
export const topKey = 'a.engagement * 10000000000000 + a.published_at'

export function upTo(before: number | null): number {
  return before ?? Number.MAX_SAFE_INTEGER
}
