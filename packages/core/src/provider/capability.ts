import type { KeywordOperator } from './keyword-query/index.js'

/** What a provider can read. */
export type ReaderName = 'activities' | 'lookup' | 'profile' | 'comments' | 'mentions' | 'search' | 'item'

/** What a platform says about one of its reads: docs, planner and widgets all read this table. */
export interface Capability {
  /** The scopes that a token needs; empty where no token is asked for. */
  readonly scopes: readonly string[]
  /** Whether the read needs the member's own token. */
  readonly memberToken: boolean
  /** The most items that one call returns. */
  readonly pageSize: number
  /** The most ids that one call takes, for look-ups. */
  readonly batchSize: number | null
  /** What a search can be told, for searches: the rest of a query is applied to what it finds. */
  readonly operators?: readonly KeywordOperator[]
  /** The published limit, or null where none is. */
  readonly limit: { readonly calls: number; readonly per: number } | null
  /** United States dollars. */
  readonly price: { readonly perCall: number; readonly perItem: number }
  /** Where the platform offers it; null means everywhere. */
  readonly regions: readonly string[] | null
  /** What a host should know and no field above says. */
  readonly note: string
}

/** A row for every reader that the provider has, and for no other. */
export type CapabilityTable = Readonly<Partial<Record<ReaderName, Capability>>>
