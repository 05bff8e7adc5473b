export { type Clock, type ErrorCode, isSociusError, SociusError, systemClock, throwIfAborted } from './kernel/index.js'
export * from './provider/index.js'
export * from './provider/keyword-query/index.js'
