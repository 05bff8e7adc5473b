export { type ErrorCode, isSociusError, SociusError } from './kernel/index.js'
export * from './provider/index.js'
