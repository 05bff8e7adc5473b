import * as z from 'zod/mini'
import { deriveId } from '../kernel/index.js'
import { defineCollection, instant, reference, select } from '../store/index.js'

/** That a person wants to see an activity no longer. It touches nobody's feeds but theirs. */
export const hidden = defineCollection('hidden', {
  schema: z.object({
    /** Derived from both. */
    id: reference(),
    personId: reference(),
    activityId: reference(),
    at: instant(),
  }),
  indexes: [
    ['personId', 'activityId'],
    ['personId', 'at', 'id'],
    ['activityId', 'id'],
  ],
})

export function hiddenIdOf(tenant: string, personId: string, activityId: string): string {
  return deriveId(tenant, 'hidden', personId, activityId)
}

/** The ids of the activities that a person has hidden, as a sub-select. */
export function hiddenFrom(personId: string) {
  return select(hidden, 'activityId', { personId })
}
