import type { OrderTerm, Predicate } from '@socius/core/store'
import type { Operation } from './engine.js'
import type { Grammar } from './grammar.js'
import { compileOrder } from './order.js'
import { compilePredicate, type FilterContext } from './predicate.js'
import { count, type Fragment, sql } from './sql.js'

export interface Selection {
  readonly where: Predicate
  readonly orderBy: readonly OrderTerm[]
  readonly limit: number
}

/** How filters on the operation's table are written. */
export function filterContext(
  grammar: Grammar,
  { table, tableOf }: Pick<Operation<unknown>, 'table' | 'tableOf'>,
): FilterContext {
  return { grammar: grammar.filters, tableOf, table, alias: null }
}

export function compileSelection(
  grammar: Grammar,
  context: FilterContext,
  { where, orderBy, limit }: Selection,
): Fragment {
  const { table } = context
  const condition = compilePredicate(context, where)
  const order = compileOrder(context, orderBy, grammar.nullsHigh)
  return sql`select ${table.selected} from ${table.id} where ${condition} order by ${order} limit ${count(limit)}`
}

/** The parts that must all hold. */
export function conjuncts(predicate: Predicate): readonly Predicate[] {
  return predicate.op === 'and' ? predicate.all : [predicate]
}
