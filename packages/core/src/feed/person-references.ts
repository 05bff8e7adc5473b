import { definePersonField, definePersonKey } from '../operation/index.js'
import { activityRank } from './activity-rank.js'
import { hidden, hiddenIdOf } from './hidden.js'
import { seen, seenIdOf } from './seen.js'

/** How ranks follow a person who is merged into another: with the activities that they rank. */
export const ranksOfMerged = definePersonField(activityRank, 'personId', { orderBy: 'rank' })

/** How what a person has hidden follows. */
export const hiddenOfMerged = definePersonKey(hidden, 'personId', {
  orderBy: 'activityId',
  idOf: (tenant, { personId, activityId }) => hiddenIdOf(tenant, personId, activityId),
  aboutOf: ({ activityId }) => activityId,
})

/** How what a person has seen follows: where both have seen it, their own mark stays. */
export const seenOfMerged = definePersonKey(seen, 'personId', {
  orderBy: 'at',
  idOf: (tenant, { personId, activityId }) => seenIdOf(tenant, personId, activityId),
  aboutOf: ({ activityId }) => activityId,
})
