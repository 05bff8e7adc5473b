export { searchWords } from '../kernel/index.js'
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
} from './collection.js'
export { createStore } from './create-store.js'
export { cursorAt } from './cursor-at.js'
export { type FieldKind, type FieldShape, maxKeyLength, type Scalar } from './field.js'
export { instant, integer, orNull, reference, text } from './field-schema.js'
export type {
  AccumulatePlan,
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
} from './plan.js'
export {
  type AccumulateOptions,
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
} from './store.js'
export type { Drift, StoreAdapter } from './store-adapter.js'
export { type FieldTest, type Selection, select, type Where } from './where.js'
