'use client'

export type { LinkablePlatform } from './accounts/accounts-query.js'
export type { Failure } from './accounts/failure.js'
export { LinkAccounts, type LinkAccountsProps } from './accounts/link-accounts.js'
export {
  type ConsentOffer,
  type LinkField,
  type LinkInput,
  type PurposeOffer,
} from './accounts/link-failure.js'
export type { LinkAccountsLabels } from './accounts/link-labels.js'
export type { SyncStatusLabels } from './accounts/sync-labels.js'
export { SyncStatus, type SyncStatusProps } from './accounts/sync-status.js'
export type { SyncPlace } from './accounts/sync-status-query.js'
export type { AccountChange } from './accounts/use-account-changes.js'
export type { LinkedAccount } from './accounts/use-account-list.js'
export { type UseLinkAccountsOptions, useLinkAccounts } from './accounts/use-link-accounts.js'
export type { SyncEnd, SyncProgress } from './accounts/use-sync-run.js'
export { type SyncState, type UseSyncStatusOptions, useSyncStatus } from './accounts/use-sync-status.js'
export { ActivityCard, type ActivityCardProps, type ActivitySlots } from './activity/activity-card.js'
export type { ActivityLabels, CommentLabels, ExplanationLabels } from './activity/activity-labels.js'
export { ActivityMedia, type ActivityMediaProps } from './activity/activity-media.js'
export { ActivityTimeline, type ActivityTimelineProps } from './activity/activity-timeline.js'
export { Attribution, type AttributionProps } from './activity/attribution.js'
export { CommentThread, type CommentThreadProps } from './activity/comment-thread.js'
export { usePlatforms } from './activity/use-platforms.js'
export type { LiveListener } from './connection/live-channel.js'
export {
  type Connection,
  type ConnectionOptions,
  type SociusClient,
  SociusProvider,
  type SociusProviderProps,
  useConnection,
} from './connection/socius-provider.js'
export { type UseLiveEventsOptions, useLiveEvents } from './connection/use-live-events.js'
export { Feed, type FeedItemProps, type FeedProps } from './feed/feed.js'
export type { FeedLabels } from './feed/feed-labels.js'
export type { FeedFilters, FeedPage, FeedSource } from './feed/feed-query.js'
export { type UseCommentsOptions, useComments } from './feed/use-comments.js'
export { type UseExplanationOptions, useExplanation } from './feed/use-explanation.js'
export { type UseFeedOptions, type UseFeedResult, useFeed } from './feed/use-feed.js'
export { type UseHideOptions, useHide } from './feed/use-hide.js'
export { type UseReactionOptions, useReaction } from './feed/use-reaction.js'
export { type UseVirtualFeedOptions, useVirtualFeed, type VirtualRow } from './feed/use-virtual-feed.js'
export { type ElementProps, mergeProps, mergeRefs } from './props/merge-props.js'
export { useControlled } from './props/use-controlled.js'
export { type UseDisclosureOptions, useDisclosure } from './props/use-disclosure.js'
