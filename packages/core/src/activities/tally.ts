import * as z from 'zod/mini'
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

/** Adds to a subject's tally, made at its first use, and gives it as it is then. */
export function addToTally(store: Store, subjectId: string, add: Partial<Omit<Tally, 'id'>>): Promise<Tally> {
  return store.accumulate(tally, { row: { id: subjectId, reactions: 0, comments: 0, shares: 0 }, add })
}
