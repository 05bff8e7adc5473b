export { type ErrorCode, isSociusError, SociusError } from './kernel/index.js'
export * from './store/index.js'
