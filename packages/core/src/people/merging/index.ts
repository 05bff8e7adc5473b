export { createMerging } from './create-merging.js'
