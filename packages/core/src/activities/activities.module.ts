import { defineModule } from '../operation/index.js'
import {
  activityAnnotated,
  activityCreated,
  activityDeleted,
  activityMeasured,
  activityStateChanged,
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
import { activityFold } from './activity-fold.js'
import { activitySupplement } from './activity-supplement.js'
import { activityTag } from './activity-tag.js'
import { annotation } from './annotation.js'
import {
  activitiesOfMerged,
  commentsOfMerged,
  foldsOfMerged,
  reactionsOfMerged,
  sharesOfMerged,
  tagsOfMerged,
} from './person-references.js'
import { comment, reaction, share } from './response.js'
import { commentOperations, reactionOperations, shareOperations } from './responses.operations.js'
import { suppression } from './suppression.js'
import { tally } from './tally.js'

/** What people publish. */
export const activities = defineModule({
  name: 'activities',
  collections: [
    activity,
    activityTag,
    activityFold,
    activityCounts,
    metricPoint,
    annotation,
    suppression,
    activitySupplement,
  ],
  events: [
    activityCreated,
    activityUpdated,
    activityMeasured,
    activityStateChanged,
    activityDeleted,
    activityAnnotated,
  ],
  operations: activityOperations,
  people: [activitiesOfMerged, tagsOfMerged, foldsOfMerged],
})

/** Answers in words. */
export const comments = defineModule({
  name: 'comments',
  collections: [comment, tally],
  events: [commentAdded, commentRemoved],
  operations: commentOperations,
  people: [commentsOfMerged],
})

/** Answers without words. */
export const reactions = defineModule({
  name: 'reactions',
  collections: [reaction],
  events: [reactionAdded, reactionRemoved],
  operations: reactionOperations,
  people: [reactionsOfMerged],
})

/** What is passed on here. */
export const shares = defineModule({
  name: 'shares',
  collections: [share],
  events: [shareAdded],
  operations: shareOperations,
  people: [sharesOfMerged],
})
