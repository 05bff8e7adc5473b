import type { OrderTerm, QueryPlan, StoredRow } from '@socius/core/store'
import type { Operation } from '../engine.js'
import { type Fan, recogniseFan } from '../fan.js'
import { compileOrder } from '../order.js'
import { columnId, compilePredicate, type FilterContext, selectValues } from '../predicate.js'
import { compileSelection, filterContext, type Selection } from '../select.js'
import { count, type Fragment, join, nothing, raw, sql } from '../sql.js'
import type { Column } from '../table.js'
import { sqliteEngine } from './engine.js'
import { rowColumn } from './structure.js'

/** One statement for any number of branches: a page is cut from one state of the database. */
export async function queryRows(operation: Operation<QueryPlan>): Promise<StoredRow[]> {
  const { session, table, plan } = operation
  const { rows } = await session.run(compileQuery(filterContext(sqliteEngine, operation), plan))
  return table.decode(rows)
}

function compileQuery(context: FilterContext, { branches, orderBy, limit }: QueryPlan): Fragment {
  const { table } = context
  const [only] = branches
  if (branches.length === 1 && only && !recogniseFan(table.shape, { where: only, orderBy, limit })) {
    return compileSelection(sqliteEngine, context, { where: only, orderBy, limit })
  }
  const pages = branches.map((where, position) => compilePage(context, { where, orderBy, limit }, position))
  const order = compileOrder(context, orderBy, false)
  // What is merged and sorted are keys: rows are wide, and most that branches find are not on the page.
  return sql`with ${join(pages, ', ')} select ${table.selected} from ${table.id}
    where ${rowOf(context)} in (select n from ${pageName(branches.length - 1)}) order by ${order}`
}

const member = raw('member')

function pageName(position: number): Fragment {
  return raw(`page_${position}`)
}

function rowOf({ table }: FilterContext): Fragment {
  return raw(`"${rowColumn(table)}"`)
}

/** The page so far, out of the branches up to this one: row numbers, and the values that order them. */
function compilePage(context: FilterContext, selection: Selection, position: number): Fragment {
  const { orderBy, limit } = selection
  const names = raw(['n', ...orderBy.map((_, place) => `o${place}`)].join(', '))
  const order = raw(orderBy.map(({ descending }, place) => `o${place}${descending ? ' desc' : ''}`).join(', '))
  const branch = compileBranch(context, selection, position === 0 ? null : boundOf(context, selection, position, order))
  const rows =
    position === 0
      ? branch
      : sql`select * from (select * from ${pageName(position - 1)} union select * from (${branch}))
        order by ${order} limit ${count(limit)}`
  return sql`${pageName(position)} (${names}) as materialized (${rows})`
}

/**
 * A cross join is taken as it is written: a fan's values outside, their rows inside, in the index's order. SQLite then
 * leaves each value's rows as soon as one falls behind a full page.
 */
function compileBranch(context: FilterContext, selection: Selection, bound: Fragment | null): Fragment {
  const { where, orderBy, limit } = selection
  const { table } = context
  const fan = recogniseFan(table.shape, selection)
  const inner = { ...context, alias: member }
  const keys = [sql`${member}.${rowOf(context)}`, ...orderBy.map(({ field }) => columnId(inner, table.column(field)))]
  const conditions = [
    ...(fan ? [sql`${columnId(inner, table.column(fan.field))} = fan.value`] : []),
    compilePredicate(inner, fan ? { op: 'and', all: fan.rest } : where),
    ...(bound ? [bound] : []),
  ]
  const source = fan ? sql`(${valuesOf(context, fan)}) as fan cross join ` : nothing
  return sql`select ${join(keys, ', ')} from ${source}${table.id} as ${member}
    where ${join(conditions, ' and ')} order by ${compileOrder(inner, orderBy, false)} limit ${count(limit)}`
}

function valuesOf(context: FilterContext, { field, values }: Fan): Fragment {
  if ('collection' in values) return selectValues(context, values, raw('distinct '))
  const column = context.table.column(field)
  return sql`select value from json_each(${JSON.stringify(values.map((value) => column.encode(value)))})`
}

/** As soon as a page is full, the branches after it need only say what they have that comes before its last row. */
function boundOf(
  context: FilterContext,
  { orderBy, limit }: Selection,
  position: number,
  order: Fragment,
): Fragment | null {
  const [term] = orderBy
  if (!term) return null
  const column = context.table.column(term.field)
  const beyond = lastValue(column, term)
  if (column.field.nullable || beyond === null) return null
  const last = sql`select o0 from ${pageName(position - 1)} order by ${order} limit 1 offset ${count(limit - 1)}`
  return sql`${columnId({ alias: member }, column)} ${raw(term.descending ? '>=' : '<=')} coalesce((${last}), ${beyond})`
}

/** A value that no row lies beyond in this order. */
function lastValue({ field }: Column, { descending }: OrderTerm): string | number | null {
  switch (field.kind) {
    case 'string':
      return descending ? '' : null
    case 'integer':
    case 'instant':
      return descending ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER
    case 'number':
      return descending ? -Number.MAX_VALUE : Number.MAX_VALUE
    case 'boolean':
    case 'json':
      return null
  }
}
