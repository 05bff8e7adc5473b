import * as z from 'zod/mini'
import { defineCollection, instant, reference, text } from '../store/index.js'

/** The right to work on something alone, for a time. */
export const lease = defineCollection('lease', {
  schema: z.object({
    /** What it is about: `sync:<account>`. */
    id: reference(),
    /** Whoever has it, for this one run. */
    holder: text(),
    expiresAt: instant(),
  }),
})
