export { feed } from './feed.module.js'
export type { FeedItem } from './feed.operations.js'
