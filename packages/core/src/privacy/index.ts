export { erasureCompleted } from './erase-withdrawn.reaction.js'
export { privacy } from './privacy.module.js'
