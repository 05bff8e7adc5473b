import type { CollectionShape } from './collection.js'
import type {
  AccumulatePlan,
  AggregatePlan,
  ClaimPlan,
  GetPlan,
  QueryPlan,
  RemovePlan,
  StoredRow,
  UpdatePlan,
  UpsertOutcome,
  WritePlan,
} from './plan.js'

/** What a database lacks or has otherwise than the collections say. */
export interface Drift {
  readonly collection: string
  /** The column or index, or null for the whole table. */
  readonly part: string | null
  readonly problem: 'missing' | 'different' | 'unknown'
  readonly detail: string
}

/**
 * What the author of a store writes. An adapter executes plans and decides nothing about their meaning; CONTRACT.md
 * beside this file says, rule by rule, what each member has to keep, and the store suite of the testkit proves it.
 *
 * Errors leave an adapter as a SociusError: `store_conflict` (retryable) for a deadlock or a lost serialisation race,
 * `store_unavailable` (retryable) when the database cannot be reached, `store_rejected` for everything else.
 */
export interface StoreAdapter {
  /** For messages: `memory`, `sqlite`, `postgres`, `mysql`. */
  readonly name: string
  /** Whether `match` predicates are understood. */
  readonly search: boolean
  /** Creates what is missing. Safe to call again, and from several processes at once. Never drops anything. */
  prepare(collections: readonly CollectionShape[]): Promise<void>
  /** The statements that {@link prepare} would run on an empty database, for hosts that own their migrations. */
  ddl?(collections: readonly CollectionShape[]): string
  /** What differs between the database and the collections; empty when they agree. */
  drift?(collections: readonly CollectionShape[]): Promise<readonly Drift[]>
  get(plan: GetPlan): Promise<readonly StoredRow[]>
  query(plan: QueryPlan): Promise<readonly StoredRow[]>
  aggregate(plan: AggregatePlan): Promise<readonly StoredRow[]>
  /** Rows whose key exists are skipped. Returns the ids that were written. */
  insert(plan: WritePlan): Promise<readonly string[]>
  upsert(plan: WritePlan): Promise<UpsertOutcome>
  /** Waits for rows that another transaction holds. Returns how many rows matched. */
  update(plan: UpdatePlan): Promise<number>
  /** Makes the row or adds to it, and returns it as it is then. Without this member core does it in several statements. */
  accumulate?(plan: AccumulatePlan): Promise<StoredRow>
  /** Skips rows that another transaction holds. Returns the rows as they are after the change, in order. */
  claim(plan: ClaimPlan): Promise<readonly StoredRow[]>
  /** Returns how many rows went. */
  remove(plan: RemovePlan): Promise<number>
  /** All or nothing. Inside another transaction it joins that one. */
  transaction<Result>(work: (adapter: StoreAdapter) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}
