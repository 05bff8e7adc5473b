export type { ArchiveFile, ArchiveOptions, ArchiveReader } from './archive.js'
export type { Capability, CapabilityTable, ReaderName } from './capability.js'
export {
  type ActivityDraft,
  type CommentDraft,
  type Counts,
  type DraftAuthor,
  type DraftMention,
  draftAudiences,
  type Media,
  mediaTypes,
  type ProfileDraft,
  type RejectedItem,
  syncedKinds,
  type TextLink,
} from './draft.js'
export type { PlatformRules } from './platform-rules.js'
export {
  type ActivitiesReader,
  type CommentsOptions,
  defineProvider,
  type ItemOptions,
  type ItemResult,
  type LookedUp,
  type LookupOptions,
  type LookupResult,
  type PageOptions,
  type ProfileOptions,
  type ProfileResult,
  type Provider,
  type RateLimitFacts,
  type Readers,
  type ReadPage,
  type SearchOptions,
  type SearchPage,
} from './provider.js'
export type { ReadOptions, SourceAccount } from './source-account.js'
