import type { OrderTerm, QueryPlan } from '@socius/core/store'
import { type Fan, recogniseFan } from './fan.js'
import type { Grammar } from './grammar.js'
import { compileOrder, direction } from './order.js'
import { columnId, compilePredicate, type FilterContext } from './predicate.js'
import { compileSelection, type Selection } from './select.js'
import { count, type Fragment, join, raw, sql } from './sql.js'
import type { Column, Table } from './table.js'

/** What engines with common table expressions write differently in a query. */
export interface PageGrammar {
  /** Columns that find one row quickly, quoted. */
  keys(table: Table): readonly Fragment[]
  /** The values of a fan, as a statement whose column is called `value`. */
  fanValues(context: FilterContext, fan: Fan): Fragment
  /** The first rows of each value, as a source called `member` with what the page needs; see {@link Branch}. */
  fan(branch: Branch, values: Fragment): Fragment
}

/** A branch of a query, in pieces. All columns are those of `member`. */
export interface Branch {
  readonly table: Table
  /** What is selected, each under the name that the page knows it by. */
  readonly selected: Fragment
  /** The names alone. */
  readonly names: Fragment
  /** The order by those names. */
  readonly order: Fragment
  /** The order by the columns themselves. */
  readonly memberOrder: Fragment
  readonly conditions: Fragment
  readonly limit: Fragment
}

export const member = raw('member')

/** One statement for any number of branches: the page is cut from one state of the database. */
export function compileQuery(grammar: Grammar, pages: PageGrammar, context: FilterContext, plan: QueryPlan): Fragment {
  const { branches, orderBy, limit } = plan
  const [only] = branches
  if (branches.length === 1 && only && !recogniseFan(context.table.shape, { where: only, orderBy, limit })) {
    return compileSelection(grammar, context, { where: only, orderBy, limit })
  }
  const compiled = branches.map((where, position) => {
    return compilePage(grammar, pages, context, { where, orderBy, limit }, position)
  })
  // What is merged and sorted are keys: rows are wide, and most that branches find are not on the page.
  const found = pages.keys(context.table).map((key, place) => sql`${key} = ${raw(`page._k${place}`)}`)
  return sql`with ${join(compiled, ', ')} select ${context.table.selected}
    from ${pageName(branches.length - 1)} as page cross join ${context.table.id}
    where ${join(found, ' and ')} order by ${compileOrder(context, orderBy, grammar.nullsHigh)}`
}

function pageName(position: number): Fragment {
  return raw(`page_${position}`)
}

/** The page so far, out of the branches up to this one: keys, and the values that order them. */
function compilePage(
  grammar: Grammar,
  pages: PageGrammar,
  context: FilterContext,
  selection: Selection,
  position: number,
): Fragment {
  const { table } = context
  const { orderBy } = selection
  const inner = { ...context, alias: member }
  const keys = pages.keys(table)
  // No column begins like this: they stand beside the table's own.
  const names = [...keys.map((_, place) => `_k${place}`), ...orderBy.map((_, place) => `_o${place}`)]
  const sources = [
    ...keys.map((key) => sql`${member}.${key}`),
    ...orderBy.map(({ field }) => columnId(inner, table.column(field))),
  ]
  const order = orderByPlace(grammar, table, orderBy)
  const fan = recogniseFan(table.shape, selection)
  const bound = position > 0 ? boundOf(table, selection, pageName(position - 1), order) : null
  const branch: Branch = {
    table,
    selected: join(
      sources.map((source, place) => sql`${source} as ${raw(names[place] ?? '')}`),
      ', ',
    ),
    names: raw(names.join(', ')),
    order,
    memberOrder: compileOrder(inner, orderBy, grammar.nullsHigh),
    conditions: join(
      [
        ...(fan ? [sql`${columnId(inner, table.column(fan.field))} = fan.value`] : []),
        compilePredicate(inner, fan ? { op: 'and', all: fan.rest } : selection.where),
        ...(bound ? [bound] : []),
      ],
      ' and ',
    ),
    limit: count(selection.limit),
  }
  const found = fan ? pages.fan(branch, pages.fanValues(context, fan)) : compileBranch(branch)
  if (position === 0) return sql`${pageName(0)} as materialized (${found})`
  return sql`${pageName(position)} as materialized (
    select * from (select * from ${pageName(position - 1)} union select * from (${found}) as found) as merged
    order by ${order} limit ${branch.limit})`
}

function compileBranch({ table, selected, conditions, memberOrder, limit }: Branch): Fragment {
  return sql`select ${selected} from ${table.id} as ${member} where ${conditions} order by ${memberOrder} limit ${limit}`
}

function orderByPlace(grammar: Grammar, table: Table, orderBy: readonly OrderTerm[]): Fragment {
  const terms = orderBy.map(({ field, descending }, place) => {
    const low = grammar.nullsHigh && table.column(field).field.nullable
    return sql`${raw(`_o${place}`)}${direction(descending, low)}`
  })
  return join(terms, ', ')
}

/** As soon as a page is full, the branches after it need only say what they have that comes before its last row. */
function boundOf(table: Table, { orderBy, limit }: Selection, page: Fragment, order: Fragment): Fragment | null {
  const [term] = orderBy
  if (!term) return null
  const column = table.column(term.field)
  const beyond = lastValue(column, term)
  if (column.field.nullable || beyond === null) return null
  const last = sql`select _o0 from ${page} order by ${order} limit 1 offset ${count(limit - 1)}`
  const id = columnId({ alias: member }, column)
  return sql`${id} ${raw(term.descending ? '>=' : '<=')} coalesce((${last}), ${beyond})`
}

/** A value that no row lies beyond in this order. */
function lastValue({ field }: Column, { descending }: OrderTerm): Fragment | null {
  switch (field.kind) {
    case 'string':
      return descending ? raw(`''`) : null
    case 'integer':
    case 'instant':
      return raw(String(descending ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER))
    case 'number':
    case 'boolean':
    case 'json':
      return null
  }
}
