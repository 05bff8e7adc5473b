import type {
  ActivityDraft,
  CommentDraft,
  Counts,
  KeywordQuery,
  LookedUp,
  ProfileDraft,
  Provider,
  SourceAccount,
} from '@socius/core/provider'

/**
 * A platform as far as a provider sees it: what it answers to a request. It stands for a small world that does not
 * change, so the same request always gets the same answer; what it does not know it answers with 404.
 */
export type PlatformAnswers = (request: Request) => Response | Promise<Response>

/** What the provider under test has to use. */
export interface ProviderWiring {
  /** Every request goes through it. */
  readonly fetch: typeof globalThis.fetch
  /** The time of {@link ProviderSuiteOptions.now}. */
  readonly clock: { now(): number }
  /** Milliseconds after which a reader gives up an answer. */
  readonly timeout: number
  /** Bytes beyond which a reader does not read a body. */
  readonly maxBytes: number
}

/** What the suite knows about one reader. */
export interface ReaderFixture {
  /**
   * The exact requests of one call, as `GET https://host/path?query`, in the order in which they are made. Of a reader of
   * pages it is the call for the first page, as long as the capability table allows.
   */
  readonly requests: readonly string[]
  /** Headers that each of these requests has to carry, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * The platform when the account, or for comments the subject, is not there.
   * @default 404 to every request
   */
  readonly missing?: PlatformAnswers
  /**
   * Bodies that are well-formed and not what was asked for; a reader finds each of them malformed.
   * @default for JSON a null, a list, a number, a text and an object of something else; for XML an element of something else
   */
  readonly wrongShapes?: readonly string[]
}

export interface ProfileFixture extends ReaderFixture {
  /** As a person types it. */
  readonly handle: string
  /** What is expected of the profile. */
  readonly profile: Partial<ProfileDraft> & Pick<ProfileDraft, 'externalId'>
}

/** A variation of the platform that concerns one item. */
export interface ItemVariation {
  readonly platform: PlatformAnswers
  /** The item, by its external id. */
  readonly externalId: string
}

export interface PageFixture<Item extends { readonly externalId: string }> extends ReaderFixture {
  /** Every item that the platform has, at least three, newest first: of each the members that are to be compared. */
  readonly items: readonly (Partial<Item> & Pick<Item, 'externalId'>)[]
  /** Items of a page where the suite follows the pages. @default 2 */
  readonly limit?: number
  /** The counts that the platform gives. Every other one has to be null. */
  readonly counts: readonly (keyof Counts)[]
  /**
   * The platform with one item that does not fit; `externalId` is null where its id cannot be read. Every other item is
   * as usual. Without it rule 11 is not proved for items.
   */
  readonly broken?: { readonly platform: PlatformAnswers; readonly externalId: string | null }
  /** The platform after one item was changed there. */
  readonly edited?: ItemVariation
  /** The platform with one item whose author claims that it was published after `now`. */
  readonly future?: ItemVariation
}

export interface CommentsFixture extends PageFixture<CommentDraft> {
  readonly subjectExternalId: string
}

export interface SearchFixture extends PageFixture<ActivityDraft> {
  readonly query: KeywordQuery
  /** A query that the platform can be told in part, if there is such a thing, and the ids of the items that it wants. */
  readonly narrower?: { readonly query: KeywordQuery; readonly items: readonly string[] }
  /** A query of which the platform can be told nothing, if there is one. */
  readonly unsupported?: KeywordQuery
}

export interface LookupFixture extends ReaderFixture {
  /** Ids to ask for, and what is to come of each: at least one is present. */
  readonly expected: Readonly<Record<string, LookedUp['state']>>
  /** The platform while the account itself cannot be read: hidden, suspended, deactivated. */
  readonly unreadable?: PlatformAnswers
  /** The n-th id of the platform's own form that stands for nothing: with it a whole batch is asked for. */
  readonly unknownId?: (number: number) => string
  /** When items were published, for platforms that need it. */
  readonly publishedAt?: ReadonlyMap<string, number>
}

export interface ItemFixture extends ReaderFixture {
  /** The item, by its external id: the call whose requests are expected. Where there are activities, one of them. */
  readonly externalId: string
  /** What is expected of it. */
  readonly item: Partial<ActivityDraft>
  /** Addresses by which people pass the same item on: at least one, the page of the item. */
  readonly pages: readonly string[]
  /** An item of somebody else, where the account's server shows such a thing. */
  readonly another?: { readonly address: string; readonly item: Partial<ActivityDraft> }
  /** Addresses that look like one of the platform's items and are none of the account's servers. */
  readonly foreign: readonly string[]
}

/** A provider, and the small world that it is proved in. */
export interface ProviderSuiteOptions {
  /** Makes the provider under test. It is called for every case. */
  readonly create: (wiring: ProviderWiring) => Provider
  readonly platform: PlatformAnswers
  /** The time in that world, in milliseconds since the epoch: no earlier than anything that happened there. */
  readonly now: number
  readonly account: SourceAccount
  /** What must not be seen in an error: the tokens and keys that `create` hands to the provider. */
  readonly secrets?: readonly string[]
  /** Headers of a used-up limit in the platform's own way, and the milliseconds to wait that they stand for at `now`. */
  readonly rateLimited?: { readonly headers: Readonly<Record<string, string>>; readonly retryAfter: number }
  /** Accounts, and the server that answers for each: for platforms that are many servers, two of them at least. */
  readonly sources?: readonly { readonly account: SourceAccount; readonly source: string }[]
  readonly profile: ProfileFixture
  /** For each further reader that the provider has. */
  readonly activities?: PageFixture<ActivityDraft>
  readonly mentions?: PageFixture<ActivityDraft>
  readonly comments?: CommentsFixture
  readonly lookup?: LookupFixture
  readonly search?: SearchFixture
  readonly item?: ItemFixture
}
