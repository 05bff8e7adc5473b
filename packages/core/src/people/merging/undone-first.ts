import type { ReadStore } from '../../operation/index.js'
import { select } from '../../store/index.js'
import { type Merge, merge, mergeEntry } from '../merge.js'

/** So many are named. */
const named = 20

/**
 * The merges that have to be undone before this one: later ones that moved rows of the same person on, and later ones of
 * people to whom this one moved ties. Undone out of turn, rows would not find their places.
 */
export async function undoneFirst(store: ReadStore, row: Merge): Promise<readonly string[]> {
  const later = { seq: { gt: row.seq }, state: { ne: 'unmerged' as const } }
  const { items } = await store.query(merge, {
    where: later,
    branches: [{ fromId: row.intoId }, { intoId: row.intoId }],
    orderBy: [['seq', 'desc']],
    limit: named,
  })
  const crossing = await Promise.all((['fromId', 'intoId'] as const).map((side) => crossingOf(store, row, side)))
  return [...new Set([...items.map(({ id }) => id), ...crossing.flat()])]
}

/** Later merges of people, on one of their sides, about whom the journal has a note. */
async function crossingOf(store: ReadStore, row: Merge, side: 'fromId' | 'intoId'): Promise<readonly string[]> {
  const noted = select(mergeEntry, 'aboutId', { mergeId: row.id })
  const { items } = await store.query(merge, {
    where: { seq: { gt: row.seq }, state: { ne: 'unmerged' }, [side]: { in: noted } },
    orderBy: [['seq', 'desc']],
    limit: named,
  })
  return items.map(({ id }) => id)
}
