import { type Activity, activity } from '../activities/index.js'
import type { Page } from '../kernel/index.js'
import type { QueryContext } from '../operation/index.js'
import { cursorAt, type Where } from '../store/index.js'
import type { Source } from './feed-source.js'
import { decodeHeldPlace, encodeHeldPlace, maxHeld } from './held-cursor.js'
import { spreadAuthors } from './spread-authors.js'

export interface PageWanted {
  readonly limit: number
  readonly cursor: string | null
  /** The most lines that one author has on a page; what is more comes on later pages. */
  readonly perAuthor?: number | undefined
}

/** A row of the source and the activity that it stands for. */
export interface Line<Row> {
  readonly row: Row
  readonly activity: Activity
}

/** One page of a source. What is no longer as the source says is left out: its row is on its way. */
export async function readPage<Row extends { id: string }>(
  context: QueryContext,
  source: Source<Row>,
  { limit, cursor, perAuthor }: PageWanted,
): Promise<Page<Line<Row>>> {
  if (perAuthor !== undefined) return readSpread(context, source, { limit, cursor, perAuthor })
  const page = await query(context, source, { limit, cursor })
  return { items: await linesOf(context, source, page.items), next: page.next }
}

function query<Row extends { id: string }>(
  { store }: QueryContext,
  { collection, where, branches, orderBy, match }: Source<Row>,
  page: { limit: number; cursor: string | null },
): Promise<Page<Row>> {
  return store.query(collection, { where, branches, orderBy, ...page, ...(match === undefined ? {} : { match }) })
}

async function linesOf<Row extends { id: string }>(
  { store }: QueryContext,
  source: Source<Row>,
  rows: readonly Row[],
): Promise<Line<Row>[]> {
  // The rows of activities are the activities.
  if (source.collection.name === activity.name)
    return rows.map((row) => ({ row, activity: row as unknown as Activity }))
  const found =
    rows.length === 0
      ? []
      : await store.get(
          activity,
          rows.map((row) => activityIdOf(source, row)),
        )
  return rows.flatMap((row, place) => {
    const fact = found[place]
    return fact && source.isCurrent(row, fact) ? { row, activity: fact } : []
  })
}

function activityIdOf<Row extends { id: string }>({ activityField }: Source<Row>, row: Row): string {
  return String((row as Record<string, unknown>)[activityField])
}

/** As many rows again as the page has lines, to fill it with when some have to wait. */
const readAhead = 2

async function readSpread<Row extends { id: string }>(
  context: QueryContext,
  source: Source<Row>,
  { limit, cursor, perAuthor }: PageWanted & { perAuthor: number },
): Promise<Page<Line<Row>>> {
  const { orderBy, collection } = source
  const place = decodeHeldPlace(cursor)
  const fresh = place.ended
    ? { items: [], next: null }
    : await query(context, source, { limit: limit * readAhead, cursor: place.after })
  const waited = await heldRows(context, source, place.held)
  const waiting = new Set(waited.map((row) => row.id))
  // A rank may have moved a row that waits to where the feed has not been yet.
  const rows = [...waited, ...fresh.items.filter((row) => !waiting.has(row.id))]
  const lines = await linesOf(context, source, rows)
  const candidates = lines.map((line) => ({ id: line.row.id, author: authorOf(line.activity), line }))
  const { shown, held, taken } = spreadAuthors(candidates, { limit, perAuthor, maxHeld })
  const left = candidates.slice(taken)
  const kept = [...held, ...left.filter(({ id }) => waiting.has(id))].map(({ line }) => line.activity.id)
  const read = candidates.slice(0, taken).findLast(({ id }) => !waiting.has(id))
  const isReadOut = left.every(({ id }) => waiting.has(id))
  const after = isReadOut ? fresh.next : read ? cursorAt(collection, orderBy, read.line.row) : place.after
  const ended = isReadOut && fresh.next === null
  const next = ended && kept.length === 0 ? null : encodeHeldPlace({ after, ended, held: kept })
  return { items: shown.map(({ line }) => line), next }
}

/** Asked for like any others: what must not be seen any more is not. */
async function heldRows<Row extends { id: string }>(
  context: QueryContext,
  source: Source<Row>,
  held: readonly string[],
): Promise<readonly Row[]> {
  if (held.length === 0) return []
  const among = { [source.activityField]: { in: held } } as unknown as Where<Row>
  const where = { and: [source.where, among] } as unknown as Where<Row>
  const page = await query(context, { ...source, where }, { limit: maxHeld, cursor: null })
  return page.items
}

function authorOf({ personId, platform, authorExternalId }: Activity): string | null {
  if (personId !== null) return `person ${personId}`
  return authorExternalId === null ? null : `${platform} ${authorExternalId}`
}
