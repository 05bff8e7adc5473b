export {
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
export { activities, comments, reactions, shares } from './activities.module.js'
export { type Activity, activity, activityNotFound } from './activity.js'
export { type ActivityCounts, activityCounts, type MetricPoint, metricPoint } from './activity-counts.js'
export { type ActivityFold, activityFold } from './activity-fold.js'
export { type ActivitySupplement, activitySupplement } from './activity-supplement.js'
export { type ActivityTag, activityTag, normaliseHashtag } from './activity-tag.js'
export type { Annotation } from './annotation.js'
export { cleanAttachment } from './attachment.js'
export { eraseActivities, purgeActivities } from './erase-activities.js'
export {
  archivedRow,
  fillRow,
  isArchivedOnly,
  joinTellings,
  liveHashOf,
  tellingsOf,
  unfillRow,
} from './merge-sources.js'
export { type Comment, comment, reaction } from './response.js'
export { linkAttributes, loadSanitiser, type SanitiseHtml } from './sanitise-html.js'
export { shownAudiencesOf, shownStates } from './shown-audience.js'
export { snippetOf } from './snippet.js'
export { suppression } from './suppression.js'
export { tally } from './tally.js'
export { textLimits } from './text-limits.js'
export { inactiveIds, requireVisible, visibleBranches } from './visible.js'
export {
  type ActivityWriteResult,
  changeState,
  type Measured,
  type Measurement,
  writeActivities,
} from './write-activities.js'
