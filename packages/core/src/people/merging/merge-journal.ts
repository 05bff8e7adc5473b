import type { CommandContext, MergeNote } from '../../operation/index.js'
import { maxRows } from '../../store/index.js'
import { type Merge, mergeEntry } from '../merge.js'

/** Writes notes down in their order; returns how many the journal has now. */
export async function writeNotes(
  { store }: CommandContext,
  { id: mergeId, notes: written }: Pick<Merge, 'id' | 'notes'>,
  reference: string,
  notes: readonly MergeNote[],
): Promise<number> {
  const rows = notes.map(({ aboutId, note }, place) => {
    const number = String(written + place).padStart(10, '0')
    return { id: `${mergeId}:${number}`, mergeId, reference, aboutId, note }
  })
  if (rows.length > 0) await store.insert(mergeEntry, rows)
  return written + rows.length
}

/** The first notes of a reference, which leave the journal. */
export async function takeNotes(
  { store }: CommandContext,
  mergeId: string,
  reference: string,
  limit: number,
): Promise<{ readonly notes: readonly unknown[]; readonly isLast: boolean }> {
  const { items, next } = await store.query(mergeEntry, { where: { mergeId, reference }, limit })
  if (items.length > 0) {
    await store.remove(mergeEntry, { where: { id: { in: items.map(({ id }) => id) } }, limit: maxRows })
  }
  return { notes: items.map(({ note }) => note), isLast: next === null }
}
