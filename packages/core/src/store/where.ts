import type { Collection, ScalarField } from './collection.js'
import type { Scalar } from './field.js'

/** What one field is held against. Several tests of one field must all hold. */
export interface FieldTest<Value> {
  eq?: Value
  /** Also true for rows where the field is null. */
  ne?: Value
  /** An empty list matches nothing. */
  in?: readonly NonNullable<Value>[] | Selection<NonNullable<Value>>
  /** Also true for rows where the field is null; an empty list matches everything. */
  notIn?: readonly NonNullable<Value>[] | Selection<NonNullable<Value>>
  lt?: NonNullable<Value>
  lte?: NonNullable<Value>
  gt?: NonNullable<Value>
  gte?: NonNullable<Value>
  /** For strings; the prefix is taken literally, upper and lower case are different. */
  startsWith?: NonNullable<Value> extends string ? string : never
}

/** A filter over the rows of one collection: every entry must hold. */
export type Where<Row> = {
  [Field in ScalarField<Row>]?: Row[Field] | FieldTest<Row[Field]>
} & {
  and?: readonly Where<Row>[]
  or?: readonly Where<Row>[]
}

/** The values of one field of another collection, for `in` and `notIn`. One level deep. */
export interface Selection<Value> {
  readonly collection: Collection<{ id: string }>
  readonly field: string
  readonly where: Where<Record<string, Scalar | null>>
  /** Carries the type only. */
  readonly value?: Value
}

/**
 * The values of `field` over the rows of `collection` that `where` keeps.
 * @example { authorId: { in: select(tie, 'toId', { fromId: viewer, kind: 'connection' }) } }
 */
export function select<Row extends { id: string }, Field extends ScalarField<Row>>(
  collection: Collection<Row>,
  field: Field,
  where: Where<Row>,
): Selection<NonNullable<Row[Field]>> {
  // A selection is read by field name at run time; its type was checked here, where it was made.
  return {
    collection: collection as unknown as Collection<{ id: string }>,
    field,
    where: where as Selection<never>['where'],
  }
}

/** Whether the operand of `in` is a sub-select. */
export function isSelection(value: unknown): value is Selection<Scalar> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'collection' in value
}

/** Whether the operand of a field is a test rather than the value itself: a plain object, so no date and no list. */
export function isFieldTest(value: unknown): value is FieldTest<Scalar | null> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
