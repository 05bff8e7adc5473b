export {
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
export { activities, comments, reactions, shares } from './activities.module.js'
export { type Activity, activity, activityStates } from './activity.js'
export { type ActivityCounts, activityCounts, type MetricPoint, metricPoint } from './activity-counts.js'
export { type ActivityTag, activityTag, normaliseHashtag } from './activity-tag.js'
export { type Annotation, annotation } from './annotation.js'
export { type Comment, comment, type Reaction, reaction, type Share, share } from './response.js'
export { loadSanitiser, type SanitiseHtml } from './sanitise-html.js'
export { snippetOf } from './snippet.js'
export { suppression } from './suppression.js'
export { type Tally, tally } from './tally.js'
export { textLimits } from './text-limits.js'
export { inactiveIds, notBarred, requireVisible, shownStates, visibleBranches } from './visible.js'
export {
  type ActivityWriteResult,
  type ActivityWrites,
  changeState,
  eraseActivities,
  type Measurement,
  purgeActivities,
  writeActivities,
} from './write-activities.js'
