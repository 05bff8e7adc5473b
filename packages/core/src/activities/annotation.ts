import * as z from 'zod/mini'
import { defineCollection, instant, orNull, type RowOf, reference, text } from '../store/index.js'

/** What the host says about an activity, in a row of its own: no sync can overwrite it. */
export const annotation = defineCollection('annotation', {
  schema: z.object({
    /** The activity's id. */
    id: reference(),
    programmeId: orNull(reference()),
    isProfessional: z.nullable(z.boolean()),
    isEducational: z.nullable(z.boolean()),
    topics: z.array(text()),
    note: orNull(text()),
    /** False takes it out of every feed but its author's own. */
    isActive: z.boolean(),
    updatedAt: instant(),
    updatedBy: text(),
  }),
  indexes: [['isActive', 'id']],
})

export type Annotation = RowOf<typeof annotation>
