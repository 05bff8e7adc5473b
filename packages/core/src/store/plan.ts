import type { CollectionShape } from './collection.js'
import type { Scalar } from './field.js'

/** A stored row: `tenant` and every field of the collection, by name. */
export type StoredRow = Record<string, unknown>

/**
 * A normalised filter. Values are never null, lists are never empty, and a comparison with a null field is false:
 * what null means to `ne`, `notIn` and cursors has been spelt out by core before an adapter sees it.
 */
export type Predicate =
  | { readonly op: 'and'; readonly all: readonly Predicate[] }
  | { readonly op: 'or'; readonly any: readonly Predicate[] }
  | { readonly op: 'compare'; readonly field: string; readonly test: Comparison; readonly value: Scalar }
  | { readonly op: 'null'; readonly field: string; readonly is: boolean }
  | { readonly op: 'in'; readonly field: string; readonly values: readonly Scalar[]; readonly negated: boolean }
  | { readonly op: 'inSelect'; readonly field: string; readonly negated: boolean; readonly select: SelectPlan }
  | { readonly op: 'startsWith'; readonly field: string; readonly prefix: string }
  /** Every word stands in the row's search column. */
  | { readonly op: 'match'; readonly words: readonly string[] }

export type Comparison = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte'

/** One level of sub-select: the non-null values of `field`. */
export interface SelectPlan {
  readonly collection: CollectionShape
  readonly field: string
  readonly where: Predicate
}

/** Null sorts below every value: first ascending, last descending. */
export interface OrderTerm {
  readonly field: string
  readonly descending: boolean
}

export interface GetPlan {
  readonly collection: CollectionShape
  /** Null reads across tenants. */
  readonly tenant: string | null
  /** Distinct and not empty. */
  readonly ids: readonly string[]
  /** The only fields that are asked for, `id` among them; an adapter may give the others too. Absent: all. */
  readonly fields?: readonly string[]
}

export interface QueryPlan {
  readonly collection: CollectionShape
  /** At least one. The result is their union without repeats, in order, cut at the limit. An empty `and` is true. */
  readonly branches: readonly Predicate[]
  /** Ends with `id`, so that the order is total within a tenant. */
  readonly orderBy: readonly OrderTerm[]
  readonly limit: number
}

export type Measure =
  | { readonly as: string; readonly measure: 'count' }
  | { readonly as: string; readonly measure: 'sum' | 'min' | 'max' | 'distinct'; readonly field: string }

export interface AggregatePlan {
  readonly collection: CollectionShape
  readonly where: Predicate
  /** Empty: one group of all rows, present even when there are none. */
  readonly groupBy: readonly string[]
  readonly measures: readonly Measure[]
  /** Over group fields and measures, total: it ends with every group field. */
  readonly orderBy: readonly OrderTerm[]
  readonly limit: number
}

export interface WritePlan {
  readonly collection: CollectionShape
  /** Not empty; ids are distinct; sorted by tenant and id, so that two writers take their locks in one order. */
  readonly rows: readonly StoredRow[]
}

export interface UpdatePlan {
  readonly collection: CollectionShape
  readonly where: Predicate
  readonly set: Readonly<Record<string, unknown>>
  /** Exact under concurrency: every increment counts. */
  readonly add: Readonly<Record<string, number>>
}

export interface AccumulatePlan {
  readonly collection: CollectionShape
  /** Written where no row has its key, with what is to be added counted in already. */
  readonly row: StoredRow
  /** Added to the stored row where there is one. Exact under concurrency; not empty. */
  readonly add: Readonly<Record<string, number>>
}

export interface ClaimPlan {
  readonly collection: CollectionShape
  readonly where: Predicate
  readonly orderBy: readonly OrderTerm[]
  readonly limit: number
  readonly set: Readonly<Record<string, unknown>>
}

export interface RemovePlan {
  readonly collection: CollectionShape
  readonly where: Predicate
  readonly limit: number
}

export interface UpsertOutcome {
  readonly inserted: readonly string[]
  readonly updated: readonly string[]
}
