export type { DevtoOptions } from './devto/api.js'
export { type DevtoProvider, devto } from './devto/provider.js'
