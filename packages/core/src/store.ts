/**
 * For authors of stores: the plans that an adapter executes, and how collections become plans. Nothing here loads zod,
 * so that an adapter does not either.
 */
export { type ErrorCode, isSociusError, SociusError } from './kernel/index.js'
export {
  type Collection,
  type CollectionOptions,
  type CollectionShape,
  defineCollection,
  type IndexShape,
  type RowOf,
  type RowSchema,
  type ScalarField,
  searchColumn,
} from './store/collection.js'
export { createStore } from './store/create-store.js'
export { type FieldKind, type FieldShape, maxKeyLength, type Scalar } from './store/field.js'
export type {
  AggregatePlan,
  ClaimPlan,
  Comparison,
  GetPlan,
  Measure,
  OrderTerm,
  Predicate,
  QueryPlan,
  RemovePlan,
  SelectPlan,
  StoredRow,
  UpdatePlan,
  UpsertOutcome,
  WritePlan,
} from './store/plan.js'
export {
  type AggregateOptions,
  type AggregateRow,
  type ClaimOptions,
  maxBatch,
  maxRows,
  type OrderBy,
  type QueryOptions,
  type Store,
  type UpdateOptions,
  type UpsertResult,
} from './store/store.js'
export type { Drift, StoreAdapter } from './store/store-adapter.js'
export { type FieldTest, type Selection, select, type Where } from './store/where.js'
export { searchWords } from './store/words.js'
