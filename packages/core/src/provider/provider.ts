import { SociusError } from '../kernel/index.js'
import type { ArchiveReader } from './archive.js'
import type { CapabilityTable, ReaderName } from './capability.js'
import type { ActivityDraft, CommentDraft, Counts, ProfileDraft, RejectedItem } from './draft.js'
import type { KeywordQuery } from './keyword-query/index.js'
import type { PlatformRules } from './platform-rules.js'
import type { ReadOptions, SourceAccount } from './source-account.js'

/** What an answer said about the limits it counts against. Null where it said nothing. */
export interface RateLimitFacts {
  readonly limit: number | null
  readonly remaining: number | null
  /** Milliseconds since the epoch. */
  readonly resetAt: number | null
}

export interface PageOptions extends ReadOptions {
  readonly account: SourceAccount
  /** Items older than this need not be returned; a reader may stop there. Milliseconds since the epoch; null for all. */
  readonly since: number | null
  /** `next` of the page before, opaque; null for the first page. */
  readonly cursor: string | null
  /** At most the capability's page size. */
  readonly limit: number
  /**
   * `bookmark` of the last run that was written to its end, so that an unchanged source can say so instead of sending
   * itself again. Only looked at where `cursor` is null; null or absent for a full answer.
   */
  readonly bookmark?: string | null
}

export interface ReadPage<Item> {
  readonly items: readonly Item[]
  readonly rejected: readonly RejectedItem[]
  /** Null when the source has no more, or nothing newer than `since`. */
  readonly next: string | null
  readonly rateLimit: RateLimitFacts | null
  /** Requests that were made for this page. */
  readonly calls: number
  /** For the next run, opaque (an ETag): on first pages, and only where the platform has such a thing. */
  readonly bookmark?: string | null
}

/** Activities of an account, newest first. */
export type ActivitiesReader = (options: PageOptions) => Promise<ReadPage<ActivityDraft>>

export interface LookupOptions extends ReadOptions {
  /** The account the items belong to. */
  readonly account: SourceAccount
  /** At most the capability's batch size. */
  readonly externalIds: readonly string[]
  /**
   * When they were published, by external id, as far as that is known here. A source that lists only its newest items
   * needs it to tell `gone` from out of sight.
   */
  readonly publishedAt?: ReadonlyMap<string, number>
}

/**
 * What became of each id that was asked for: `present` with its current state, `gone` when the platform says so or
 * leaves it out of a complete answer, `unreadable` when it may well exist and cannot be seen now.
 */
export type LookedUp =
  | { readonly state: 'present'; readonly item: ActivityDraft }
  | { readonly state: 'counted'; readonly externalId: string; readonly counts: Counts }
  | { readonly state: 'gone'; readonly externalId: string }
  | { readonly state: 'unreadable'; readonly externalId: string; readonly reason: string }

export interface LookupResult {
  /** One for each id asked, in any order; an id without an answer is taken as unreadable. */
  readonly results: readonly LookedUp[]
  readonly rejected: readonly RejectedItem[]
  readonly rateLimit: RateLimitFacts | null
  readonly calls: number
}

export interface ItemOptions extends ReadOptions {
  /** The account in whose name it is asked for: its servers are asked, and no other. */
  readonly account: SourceAccount
  /**
   * An external id, or the address of the item's page as people copy it: with tracking parameters, without a scheme, with
   * a slash at its end.
   */
  readonly address: string
}

export interface ItemResult {
  /** By whomever it is. */
  readonly item: ActivityDraft
  readonly rateLimit: RateLimitFacts | null
  readonly calls: number
}

export interface ProfileOptions extends ReadOptions {
  /** A handle as a person types it, an external id, or an address: whatever the platform's own search box takes. */
  readonly handle: string
}

export interface ProfileResult {
  readonly profile: ProfileDraft
  readonly rateLimit: RateLimitFacts | null
  readonly calls: number
}

export interface CommentsOptions extends PageOptions {
  readonly subjectExternalId: string
}

export interface SearchOptions extends Omit<PageOptions, 'account' | 'bookmark'> {
  readonly query: KeywordQuery
}

export interface SearchPage extends ReadPage<ActivityDraft> {
  /** What the platform was asked, in its own language. */
  readonly asked: string
  /**
   * How many items the platform gave that the query does not want: it could not be told all of it, so they were left out
   * here. Null where it was told everything.
   */
  readonly filtered: number | null
}

/**
 * The reads that a platform offers. A missing reader means that the platform cannot do it.
 *
 * A reader makes requests and gives back normalised drafts. It never writes, sleeps, retries or logs: sync owns all of
 * that, once. It throws `provider_unauthorized`, `provider_forbidden`, `provider_not_found` (the account is not there),
 * `provider_rate_limited` (retryable, with `retryAfter` when known), `provider_unavailable` (retryable),
 * `provider_rejected` or `provider_malformed` (the whole answer does not fit), and `aborted`.
 */
export interface Readers {
  readonly activities?: ActivitiesReader
  readonly lookup?: (options: LookupOptions) => Promise<LookupResult>
  readonly profile: (options: ProfileOptions) => Promise<ProfileResult>
  readonly comments?: (options: CommentsOptions) => Promise<ReadPage<CommentDraft>>
  /** Items of others that name the account, newest first. */
  readonly mentions?: (options: PageOptions) => Promise<ReadPage<ActivityDraft>>
  /**
   * Items of anybody that the query wants, newest first. A query of which the platform can be told nothing is
   * `unsupported`: it would mean everything there is.
   */
  readonly search?: (options: SearchOptions) => Promise<SearchPage>
  /**
   * One item. An address that is none of the account's servers is `invalid_input` with `details.reason` `address`; an item
   * that is not there, or not shown, is `provider_not_found` or `provider_forbidden`.
   */
  readonly item?: (options: ItemOptions) => Promise<ItemResult>
}

/** A platform: data about it, and readers. */
export interface Provider {
  /** Lower case, the same for ever: it is part of every derived id. */
  readonly platform: string
  /** As people know it. */
  readonly title: string
  readonly capabilities: CapabilityTable
  readonly rules: PlatformRules
  readonly readers: Readers
  /**
   * The server that answers for an account, where the platform is many servers: limits and faults are shared by the
   * accounts of one, and not by those of another. Computed from the account alone, without a request; it never throws.
   * Lower case, 1 to 200 characters. Absent where the platform is one server.
   */
  readonly sourceOf?: (account: SourceAccount) => string
  /** What people can download from the platform themselves. */
  readonly archive?: ArchiveReader
}

/**
 * Checks a provider and gives it back.
 * @throws `invalid_option` when the capability table and the readers do not name the same reads, or a search has no
 * operators.
 */
export function defineProvider<const P extends Provider>(provider: P): P {
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(provider.platform)) {
    throw new SociusError('invalid_option', `Not a platform's name: ${provider.platform}.`)
  }
  const names = new Set([...Object.keys(provider.readers), ...Object.keys(provider.capabilities)]) as Set<ReaderName>
  for (const name of names) {
    if (!provider.readers[name] || !provider.capabilities[name]) {
      throw new SociusError(
        'invalid_option',
        `${provider.platform}: ${name} is a reader or a capability, but not both.`,
      )
    }
  }
  if (provider.capabilities.search && !provider.capabilities.search.operators?.length) {
    throw new SociusError('invalid_option', `${provider.platform}: what can its search be told?`)
  }
  return provider
}
