export type { PlatformName } from './answer.js'
export type { BlueskyAccount } from './bluesky/account.js'
export type { BlueskyNetwork, BlueskyOptions } from './bluesky/platform.js'
export type { BlueskyPost, BlueskyRecord, PostOptions } from './bluesky/post-options.js'
export type { ImageOptions, LinkCard } from './bluesky/post-record.js'
export type { Counts } from './bluesky/stored-post.js'
export type { ProfileOptions } from './bluesky/world.js'
export type { RateLimitOptions } from './call-window.js'
export {
  type BatchOptions,
  type Community,
  type CommunityActivity,
  type CommunityAudience,
  type CommunityOptions,
  type CommunityTie,
  createCommunity,
} from './community/create-community.js'
export type { CommunityPerson } from './community/made-up-person.js'
export { createNetwork, type Network, type NetworkOptions } from './create-network.js'
export type { ArticleOptions, CommentOptions, DevtoAccount } from './devto/account.js'
export type { DevtoNetwork, DevtoOptions } from './devto/platform.js'
export type { ArticleContent, ArticleCounts, DevtoArticle, DevtoComment, DevtoProfile } from './devto/world.js'
export type { ChaosOptions, FailOptions, Failure, RequestFilter } from './failures.js'
export type { Fault, FaultKind } from './fault.js'
export type { GeneratedRange, GenerateOptions } from './generate-options.js'
export type { MastodonAccount } from './mastodon/account.js'
export type { MastodonNetwork, MastodonOptions } from './mastodon/platform.js'
export type { MastodonStatus, MediaOptions, StatusCounts, StatusOptions, Visibility } from './mastodon/status.js'
export type { MastodonProfile } from './mastodon/world.js'
export type { RequestRecord } from './request-record.js'
export type { Blog, BlogEntry, BlogOptions, PublishOptions } from './rss/blog.js'
export type { EntryContent } from './rss/entry.js'
export type { RssNetwork } from './rss/platform.js'
export type { ListenOptions, NetworkServer } from './server.js'
export { createVirtualClock, type VirtualClock, type VirtualClockOptions } from './virtual-clock.js'
