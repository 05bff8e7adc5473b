export type { BlueskyOptions } from './bluesky/options.js'
export { type BlueskyProvider, bluesky } from './bluesky/provider.js'
