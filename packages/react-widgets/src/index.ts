export { type LiveListener } from './connection/live-channel.js'
export {
  type Connection,
  type ConnectionOptions,
  type SociusClient,
  SociusProvider,
  type SociusProviderProps,
  useConnection,
} from './connection/socius-provider.js'
export { type UseLiveEventsOptions, useLiveEvents } from './connection/use-live-events.js'
export { type FeedFilters, type FeedPage, type FeedQuery, type FeedSource, feedQuery } from './feed/feed-query.js'
export { type UseFeedOptions, useFeed } from './feed/use-feed.js'
export { type UseReactionOptions, useReaction } from './feed/use-reaction.js'
export { type ElementProps, mergeProps, mergeRefs } from './props/merge-props.js'
export { useControlled } from './props/use-controlled.js'
