import * as z from 'zod/mini'
import { defineCollection, instant, reference } from '../store/index.js'

/** Synced activities that were removed here while they are still on their platform: no sync writes them again. */
export const suppression = defineCollection('suppression', {
  schema: z.object({
    /** The activity's id. */
    id: reference(),
    at: instant(),
  }),
})
