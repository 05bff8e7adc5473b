import * as z from 'zod/mini'
import { deriveId } from '../kernel/index.js'
import { defineCollection, instant, reference, select } from '../store/index.js'

/** That an activity was in front of a person. */
export const seen = defineCollection('seen', {
  schema: z.object({
    /** Derived from both. */
    id: reference(),
    personId: reference(),
    activityId: reference(),
    at: instant(),
  }),
  indexes: [
    ['personId', 'at', 'activityId'],
    ['activityId', 'id'],
  ],
})

/**
 * Milliseconds that a mark is kept, and that a feed of what is unseen looks back: a query that leaves out what was seen
 * carries the marks, so their number has to have an end.
 */
export const seenKept = 90 * 24 * 3_600_000

export function seenIdOf(tenant: string, personId: string, activityId: string): string {
  return deriveId(tenant, 'seen', personId, activityId)
}

/** The ids of what a person has seen of late, as a sub-select. */
export function seenBy(personId: string, now: number) {
  return select(seen, 'activityId', { personId, at: { gte: now - seenKept } })
}
