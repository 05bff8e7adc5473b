import type { CollectionShape, Comparison, Predicate, Scalar, SelectPlan } from '@socius/core/store'
import { type Fragment, join, nothing, raw, sql } from './sql.js'
import type { Column, Table } from './table.js'

/** What engines write differently in a filter. */
export interface FilterGrammar {
  /** `column in (values)`; there is at least one value. */
  inList(column: Column, id: Fragment, values: readonly Scalar[], negated: boolean): Fragment
  /** Rows of the table whose search column holds every word. */
  match(table: Table, alias: Fragment | null, words: readonly string[]): Fragment
}

export interface FilterContext {
  readonly grammar: FilterGrammar
  readonly tableOf: (shape: CollectionShape) => Table
  readonly table: Table
  /** The name under which the statement knows the table, where a column alone could be another table's. */
  readonly alias: Fragment | null
}

const always = raw('1 = 1')
const never = raw('1 = 0')
const operators: Record<Comparison, Fragment> = {
  eq: raw('='),
  ne: raw('<>'),
  lt: raw('<'),
  lte: raw('<='),
  gt: raw('>'),
  gte: raw('>='),
}

/** The predicate as the condition of a `where`. */
export function compilePredicate(context: FilterContext, predicate: Predicate): Fragment {
  switch (predicate.op) {
    case 'and':
      return connect(context, predicate.all, ' and ', always)
    case 'or':
      return connect(context, predicate.any, ' or ', never)
    case 'match':
      return context.grammar.match(context.table, context.alias, predicate.words)
    case 'inSelect':
      return inSelect(context, predicate)
    case 'compare':
    case 'null':
    case 'in':
    case 'startsWith':
      return compileTest(context, predicate)
  }
}

type FieldTest = Extract<Predicate, { op: 'compare' | 'null' | 'in' | 'startsWith' }>

function compileTest(context: FilterContext, predicate: FieldTest): Fragment {
  const column = context.table.column(predicate.field)
  const id = columnId(context, column)
  switch (predicate.op) {
    case 'compare':
      return sql`${id} ${operators[predicate.test]} ${column.encode(predicate.value)}`
    case 'null':
      return predicate.is ? sql`${id} is null` : sql`${id} is not null`
    case 'in':
      return context.grammar.inList(column, id, predicate.values, predicate.negated)
    case 'startsWith':
      return startsWith(id, predicate.prefix)
  }
}

export function columnId({ alias }: Pick<FilterContext, 'alias'>, column: Column): Fragment {
  return alias === null ? column.id : sql`${alias}.${column.id}`
}

function connect(context: FilterContext, parts: readonly Predicate[], separator: string, empty: Fragment): Fragment {
  if (parts.length === 0) return empty
  const compiled = parts.map((part) => compilePredicate(context, part))
  return compiled.length === 1 ? join(compiled, '') : sql`(${join(compiled, separator)})`
}

function inSelect(context: FilterContext, { field, negated, select }: Predicate & { op: 'inSelect' }): Fragment {
  const column = context.table.column(field)
  const id = columnId(context, column)
  const inner = selectValues(context, select)
  if (!negated) return sql`${id} in (${inner})`
  // To SQL, null is absent from an empty list; to a plan, a comparison with null is false.
  return column.field.nullable ? sql`(${id} is not null and ${id} not in (${inner}))` : sql`${id} not in (${inner})`
}

/** The values of a sub-select, as a statement of its own. Nothing in it can be taken for the outer table's. */
export function selectValues(
  { grammar, tableOf }: Pick<FilterContext, 'grammar' | 'tableOf'>,
  { collection, field, where }: SelectPlan,
  distinct: Fragment = nothing,
): Fragment {
  const table = tableOf(collection)
  const alias = raw('picked')
  const condition = compilePredicate({ grammar, tableOf, table, alias }, where)
  return sql`select ${distinct}${alias}.${table.column(field).id} as value from ${table.id} as ${alias} where ${condition}`
}

/** As a range: no character of the prefix can be taken for a wildcard, and every engine walks an index for it. */
function startsWith(id: Fragment, prefix: string): Fragment {
  const end = prefixEnd(prefix)
  return end === null ? sql`${id} >= ${prefix}` : sql`(${id} >= ${prefix} and ${id} < ${end})`
}

/** The least text that is above every text with this prefix, in code-point order; null if there is none. */
function prefixEnd(prefix: string): string | null {
  const points = Array.from(prefix)
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0
    if (last >= 0x10ffff) continue
    const next = last + 1
    return points.join('') + String.fromCodePoint(next === 0xd800 ? 0xe000 : next)
  }
  return null
}

/** A list of values, each bound by itself. */
export function boundList(column: Pick<Column, 'encode'>, values: readonly Scalar[]): Fragment {
  return { text: ['', ...values.slice(1).map(() => ', '), ''], gaps: values.map((value) => column.encode(value)) }
}
