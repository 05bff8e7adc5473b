import * as z from 'zod/mini'
import type { PersonReference } from '../operation/index.js'
import { fieldAudience } from '../person/index.js'
import { defineCollection, instant, integer, orNull, type RowOf, reference, text } from '../store/index.js'

/** Under way, done, being undone, undone. */
const mergeStates = ['merging', 'merged', 'unmerging', 'unmerged'] as const

/** That one person turned out to be another, and how far the rows have followed. Kept when it is undone. */
export const merge = defineCollection('merge', {
  schema: z.object({
    id: reference(),
    /** Rises from one merge of a tenant to the next. */
    seq: integer(),
    fromId: reference(),
    intoId: reference(),
    state: z.enum(mergeStates),
    /** The reference whose rows are being moved; null before the first. */
    at: orNull(text()),
    /** How many notes the journal got. */
    notes: integer(),
    /** Fields that `into` did not have and got from `from`. */
    filled: z.array(text()),
    /** What `into` said of the visibility of these fields before; null where it said nothing. */
    visibilityBefore: z.record(z.string(), orNull(fieldAudience)),
    /** When `into` was changed last, before and by the merge. */
    updatedAtBefore: instant(),
    startedAt: instant(),
    startedBy: text(),
    mergedAt: orNull(instant()),
    unmergedAt: orNull(instant()),
    unmergedBy: orNull(text()),
  }),
  sequence: 'seq',
  indexes: [['fromId', 'seq'], ['intoId', 'seq'], ['seq']],
})

export type Merge = RowOf<typeof merge>

/** The journal: what is needed to move back what a merge has moved. Gone when the merge is undone. */
export const mergeEntry = defineCollection('merge_entry', {
  schema: z.object({
    /** The merge's and a number. */
    id: reference(),
    mergeId: reference(),
    /** The reference whose rows it tells of: see {@link nameOf}. */
    reference: reference(),
    aboutId: orNull(reference()),
    note: z.unknown(),
  }),
  indexes: [
    ['mergeId', 'reference', 'id'],
    ['aboutId', 'mergeId'],
  ],
})

/** Merges of a tenant take turns, so that they can be undone in the opposite order: the one that is under way stands here. */
export const mergeTurn = defineCollection('merge_turn', {
  schema: z.object({
    /** There is one. */
    id: z.literal('turn'),
    mergeId: reference(),
  }),
})

/** The id of the one row of {@link mergeTurn}. */
export const theTurn = 'turn'

/** What a reference is called in the journal, however many its collection has. */
export function nameOf({ collection, fields, part }: Omit<PersonReference, 'steps'>): string {
  const name = `${collection.name}.${fields.join('+')}`
  return part === undefined ? name : `${name}.${part}`
}
