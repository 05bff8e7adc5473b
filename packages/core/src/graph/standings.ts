import type { Page } from '../kernel/index.js'
import type { ReadStore } from '../operation/index.js'
import { maxBatch, maxRows, type Where } from '../store/index.js'
import { type Tie, tie } from './tie.js'

/** How a person stands to some readers. */
export interface Standing {
  readonly connected: ReadonlySet<string>
  /** Who blocks the person or is blocked by them. */
  readonly barred: ReadonlySet<string>
}

export interface StandingsQuestion {
  /** Whose connections are asked for. */
  readonly connectionsOf: Iterable<string>
  readonly barredFrom: Iterable<string>
  /** Nobody else is looked at. */
  readonly among: ReadonlySet<string>
}

/** People whom one statement names, so that engines can walk one index for each. */
const peopleAtOnce = 50

/**
 * How several people stand to many readers, in a number of statements that does not grow with either of them as long as
 * the ties that are found are few: what `standing` says of two people at a time.
 */
export async function standings(
  store: ReadStore,
  { connectionsOf, barredFrom, among }: StandingsQuestion,
): Promise<(personId: string) => Standing> {
  const found = new Map<string, { connected: Set<string>; barred: Set<string> }>()
  const take = ({ fromId, toId, kind }: Tie) => {
    if (!among.has(toId)) return
    const standing = found.get(fromId) ?? { connected: new Set(), barred: new Set() }
    found.set(fromId, standing)
    standing[kind === 'connection' ? 'connected' : 'barred'].add(toId)
  }
  if (among.size > 0) {
    for (const people of inBatches([...new Set(connectionsOf)], peopleAtOnce)) {
      await readTies(store, { fromId: { in: people }, kind: 'connection', status: 'accepted' }, among, take)
    }
    for (const people of inBatches([...new Set(barredFrom)], peopleAtOnce)) {
      await readTies(
        store,
        { fromId: { in: people }, kind: { in: ['block', 'blocked'] }, status: 'active' },
        among,
        take,
      )
    }
  }
  return (personId) => found.get(personId) ?? noTies
}

const noTies: Standing = { connected: new Set(), barred: new Set() }

async function readTies(
  store: ReadStore,
  where: Where<Tie>,
  among: ReadonlySet<string>,
  take: (row: Tie) => void,
): Promise<void> {
  // Most people have fewer ties than a large audience has readers: then one page of all of them is the cheaper question.
  if (among.size > maxBatch) {
    const page = await store.query(tie, { where, orderBy: byPerson, limit: maxRows })
    if (page.next === null) return page.items.forEach(take)
  }
  for (const readers of inBatches([...among], maxBatch)) {
    let cursor: string | null = null
    do {
      const within = { where: { ...where, toId: { in: readers } }, orderBy: byPerson, limit: maxRows }
      const page: Page<Tie> = await store.query(tie, { ...within, cursor })
      page.items.forEach(take)
      cursor = page.next
    } while (cursor !== null)
  }
}

/** The order of an index. */
const byPerson = [
  ['fromId', 'asc'],
  ['kind', 'asc'],
  ['status', 'asc'],
  ['toId', 'asc'],
] as const

function inBatches(ids: readonly string[], size: number): string[][] {
  const batches: string[][] = []
  for (let start = 0; start < ids.length; start += size) batches.push(ids.slice(start, start + size))
  return batches
}
