import * as z from 'zod'
import { defineCollection, integer, type RowOf, reference, type Store } from '../store/index.js'

/** How often people here answered something: counted where it happens, in the same transaction, so it is always exact. */
export const tally = defineCollection('tally', {
  schema: z.object({
    /** The subject's id: an activity, a comment. */
    id: reference(),
    reactions: integer(),
    comments: integer(),
    shares: integer(),
  }),
})

export type Tally = RowOf<typeof tally>

/** Adds to a subject's tally, made at its first use. */
export async function addToTally(store: Store, subjectId: string, add: Partial<Omit<Tally, 'id'>>): Promise<void> {
  const change = { where: { id: subjectId }, add }
  if ((await store.update(tally, change)) === 1) return
  // Of two first uses at once one finds the other's row.
  await store.insert(tally, [{ id: subjectId, reactions: 0, comments: 0, shares: 0 }])
  await store.update(tally, change)
}
