import { defineModule } from '../operation/index.js'
import {
  activityAnnotated,
  activityCreated,
  activityDeleted,
  activityMeasured,
  activityUpdated,
  commentAdded,
  commentRemoved,
  reactionAdded,
  reactionRemoved,
  shareAdded,
} from './activities.events.js'
import { activityOperations } from './activities.operations.js'
import { activity } from './activity.js'
import { activityCounts, metricPoint } from './activity-counts.js'
import { activitySupplement } from './activity-supplement.js'
import { activityTag } from './activity-tag.js'
import { annotation } from './annotation.js'
import { comment, reaction, share } from './response.js'
import { commentOperations, reactionOperations, shareOperations } from './responses.operations.js'
import { suppression } from './suppression.js'
import { tally } from './tally.js'

/** What people publish. */
export const activities = defineModule({
  name: 'activities',
  collections: [activity, activityTag, activityCounts, metricPoint, annotation, suppression, activitySupplement],
  events: [activityCreated, activityUpdated, activityMeasured, activityDeleted, activityAnnotated],
  operations: activityOperations,
})

/** Answers in words. */
export const comments = defineModule({
  name: 'comments',
  collections: [comment, tally],
  events: [commentAdded, commentRemoved],
  operations: commentOperations,
})

/** Answers without words. */
export const reactions = defineModule({
  name: 'reactions',
  collections: [reaction],
  events: [reactionAdded, reactionRemoved],
  operations: reactionOperations,
})

/** What is passed on here. */
export const shares = defineModule({
  name: 'shares',
  collections: [share],
  events: [shareAdded],
  operations: shareOperations,
})
