export type { LiveEvent } from './live-event.js'
export { createLiveEvents, type LiveEvents, type SubscribeOptions } from './live-events.js'
export { type LiveOptions, liveOptionsSchema } from './live-options.js'
export type { NodeResponse } from './node-outlet.js'
