import type {
  AccumulatePlan,
  AggregatePlan,
  ClaimPlan,
  CollectionShape,
  QueryPlan,
  RemovePlan,
  StoredRow,
  UpdatePlan,
  UpsertOutcome,
} from '@socius/core/store'
import type { Grammar } from './grammar.js'
import type { Session } from './session.js'
import type { Column, Table } from './table.js'

/** What an operation of an engine works with. */
export interface Operation<Plan> {
  readonly session: Session
  readonly table: Table
  readonly tableOf: (shape: CollectionShape) => Table
  readonly plan: Plan
}

/** All that differs between the databases. */
export interface Engine extends Grammar {
  readonly name: 'sqlite' | 'postgres' | 'mysql'
  query(operation: Operation<QueryPlan>): Promise<readonly StoredRow[]>
  aggregate(operation: Operation<AggregatePlan>): Promise<readonly StoredRow[]>
  insert(session: Session, table: Table, rows: readonly StoredRow[]): Promise<readonly string[]>
  upsert(session: Session, table: Table, rows: readonly StoredRow[]): Promise<UpsertOutcome>
  update(operation: Operation<UpdatePlan>): Promise<number>
  accumulate(operation: Operation<AccumulatePlan>): Promise<StoredRow>
  claim(operation: Operation<ClaimPlan>): Promise<readonly StoredRow[]>
  remove(operation: Operation<RemovePlan>): Promise<number>
  readonly structure: Structure
}

/** What the database holds of one table. */
export interface StoredTable {
  /** Types by column name. */
  readonly columns: ReadonlyMap<string, string>
  /** Names of indexes, and of whatever else stands beside the table. */
  readonly parts: ReadonlySet<string>
}

/** How an engine makes tables and reads back what it made. */
export interface Structure {
  /** Statements that create what belongs to the table, each harmless when it is there already. */
  create(table: Table): readonly CreateStatement[]
  /** Null when rows that are there would have no value for it. */
  addColumn(table: Table, column: Column): string | null
  read(session: Session, table: Table): Promise<StoredTable | null>
  /** Everything the table has when it is as declared. */
  expected(table: Table): StoredTable
  /** Null where the store cannot make one. */
  createSchema(name: string): string | null
  hasSchema(session: Session, name: string): Promise<boolean>
  /** Runs `work` while no other process prepares. */
  alone<Result>(session: Session, work: (session: Session) => Promise<Result>): Promise<Result>
}

export interface CreateStatement {
  /** The name of what stands beside the table, an index mostly; null for the table itself. */
  readonly part: string | null
  readonly sql: string
}
