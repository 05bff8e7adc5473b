import * as z from 'zod'
import { defineCollection, instant, type RowOf, reference } from '../store/index.js'

/** What the host says about an activity, in a row of its own: no sync can overwrite it. */
export const annotation = defineCollection('annotation', {
  schema: z.object({
    /** The activity's id. */
    id: reference(),
    programmeId: reference().nullable(),
    isProfessional: z.boolean().nullable(),
    isEducational: z.boolean().nullable(),
    topics: z.array(z.string()),
    note: z.string().nullable(),
    /** False takes it out of every feed but its author's own. */
    isActive: z.boolean(),
    updatedAt: instant(),
    updatedBy: z.string(),
  }),
  indexes: [['isActive', 'id']],
})

export type Annotation = RowOf<typeof annotation>
