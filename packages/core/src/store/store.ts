import type { Page } from '../kernel/index.js'
import type { Collection, ScalarField } from './collection.js'
import type { Where } from './where.js'

/** Order terms, first to last; core appends `id`, so that every order is total. */
export type OrderBy<Row> = readonly (readonly [field: ScalarField<Row>, direction: 'asc' | 'desc'])[]

export interface QueryOptions<Row> {
  /** Holds for every row of every branch. */
  where?: Where<Row>
  /** The result is the union of the branches, in one order, without repeats. Each may be served by its own index. */
  branches?: readonly Where<Row>[]
  /** Only rows that hold every word of this text, in a collection that declares `search`. */
  match?: string
  /** @default [['id', 'asc']] */
  orderBy?: OrderBy<Row>
  /** At most {@link maxRows}. */
  limit: number
  /** `next` of the page before. */
  cursor?: string | null
}

/** The most rows that one call reads or removes. */
export const maxRows = 1000

/** The most ids that one `get` takes, and the most rows that one statement of a bulk write carries. */
export const maxBatch = 500

type MeasureOf<Row> =
  | 'count'
  | { sum: ScalarField<Row> }
  | { min: ScalarField<Row> }
  | { max: ScalarField<Row> }
  /** How many values other than null there are. */
  | { distinct: ScalarField<Row> }

export interface AggregateOptions<
  Row,
  Groups extends readonly ScalarField<Row>[],
  Measures extends Record<string, MeasureOf<Row>>,
> {
  where?: Where<Row>
  groupBy: Groups
  measures: Measures
  orderBy?: readonly (readonly [field: Groups[number] | (keyof Measures & string), direction: 'asc' | 'desc'])[]
  limit: number
}

/** `count`, `sum` and `distinct` are numbers (0 over nothing); `min` and `max` are null over nothing. */
export type AggregateRow<Row, Groups extends readonly ScalarField<Row>[], Measures> = {
  [Group in Groups[number]]: Row[Group & keyof Row]
} & {
  [Name in keyof Measures]: Measures[Name] extends 'count' | { sum: string } | { distinct: string }
    ? number
    : Measures[Name] extends { min: infer Field } | { max: infer Field }
      ? Row[Field & keyof Row] | null
      : never
}

export interface UpsertResult {
  /** Ids of rows that were not there. */
  readonly inserted: readonly string[]
  /** Ids of rows that were there with another value of the `compare` field. */
  readonly updated: readonly string[]
  /** How many rows were there already, the same. They were not touched. */
  readonly unchanged: number
}

/**
 * Rows of typed collections, within one tenant: every row that is written carries it and every filter is held to it.
 *
 * @throws `invalid_input` for a row, filter or limit that does not fit the collection, `invalid_cursor`,
 * `store_conflict` (retryable), `store_unavailable` (retryable), `store_rejected`.
 */
export interface Store {
  /** The rows of these ids, in the order asked; null where there is none. One statement for any number of ids up to 500. */
  get<Row extends { id: string }>(collection: Collection<Row>, ids: readonly string[]): Promise<(Row | null)[]>
  /** As {@link get}, with no more than these fields of each row: for a look at many rows that few of are needed whole. */
  pick<Row extends { id: string }, Field extends keyof Row & string>(
    collection: Collection<Row>,
    ids: readonly string[],
    fields: readonly Field[],
  ): Promise<(Pick<Row, Field> | null)[]>
  /** One page. `next` stays valid while rows are written: nothing is skipped and nothing comes twice. */
  query<Row extends { id: string }>(collection: Collection<Row>, options: QueryOptions<Row>): Promise<Page<Row>>
  aggregate<
    Row extends { id: string },
    const Groups extends readonly ScalarField<Row>[],
    const Measures extends Record<string, MeasureOf<Row>>,
  >(
    collection: Collection<Row>,
    options: AggregateOptions<Row, Groups, Measures>,
  ): Promise<AggregateRow<Row, Groups, Measures>[]>
  /** Writes the rows whose id is not there yet; returns the ids that were written. */
  insert<Row extends { id: string }>(collection: Collection<Row>, rows: readonly Row[]): Promise<readonly string[]>
  /** Writes every row that is new or differs in the collection's `compare` field. Of two rows with one id the last counts. */
  upsert<Row extends { id: string }>(collection: Collection<Row>, rows: readonly Row[]): Promise<UpsertResult>
  /** Changes the rows that match, waiting for those that another transaction holds. `add` is exact under concurrency. */
  update<Row extends { id: string }>(collection: Collection<Row>, change: UpdateOptions<Row>): Promise<number>
  /**
   * Adds to the numbers of one row, made at its first use, and gives it as it is then: a counter and its value in one
   * statement. Exact under concurrency.
   */
  accumulate<Row extends { id: string }>(collection: Collection<Row>, options: AccumulateOptions<Row>): Promise<Row>
  /** Changes up to `limit` rows in order and returns them, skipping those that another transaction holds. */
  claim<Row extends { id: string }>(collection: Collection<Row>, options: ClaimOptions<Row>): Promise<Row[]>
  /** Removes up to `limit` rows that match; returns how many went. */
  remove<Row extends { id: string }>(
    collection: Collection<Row>,
    options: { where: Where<Row>; limit: number },
  ): Promise<number>
  /** All or nothing, with its own writes visible inside. Within another transaction it joins that one. */
  transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result>
}

export interface UpdateOptions<Row> {
  where: Where<Row>
  set?: Partial<Omit<Row, 'id'>>
  /** Added to the stored number; a null counts as 0. */
  add?: { [Field in ScalarField<Row>]?: number }
}

export interface AccumulateOptions<Row> {
  /** The row before anything was added to it, for its first use. Of a row that is there only the id is looked at. */
  row: Row
  /** As in {@link UpdateOptions}; at least one field. */
  add: { [Field in ScalarField<Row>]?: number }
}

export interface ClaimOptions<Row> {
  where: Where<Row>
  orderBy?: OrderBy<Row>
  limit: number
  set: Partial<Omit<Row, 'id'>>
}
