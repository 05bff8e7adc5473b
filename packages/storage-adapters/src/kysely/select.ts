import type { OrderTerm, Predicate, QueryPlan, StoredRow } from '@socius/core/store'
import { compareRows } from '../memory/order.js'
import type { Operation } from './engine.js'
import type { Grammar } from './grammar.js'
import { compileOrder, notAfter } from './order.js'
import { compilePredicate, type FilterContext } from './predicate.js'
import { count, type Fragment, sql } from './sql.js'
import { keyOf, type Table } from './table.js'

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

/** Reads a query branch by branch, with a statement each. */
export function querySequentially(grammar: Grammar, operation: Operation<QueryPlan>): Promise<StoredRow[]> {
  const { session, table, plan } = operation
  const context = filterContext(grammar, operation)
  return mergeBranches(table, plan, async (selection) => {
    const { rows } = await session.run(compileSelection(grammar, context, selection))
    return table.decode(rows)
  })
}

/** How one branch of a query is read. */
export type ReadBranch = (selection: Selection) => Promise<StoredRow[]>

/**
 * The union of the branches, read one after the other. As soon as a full page is known, the rest need only say what
 * they have that comes before its last row.
 */
async function mergeBranches(table: Table, plan: QueryPlan, read: ReadBranch): Promise<StoredRow[]> {
  const { branches, orderBy, limit } = plan
  let page: StoredRow[] = []
  for (const branch of branches) {
    const last = page.length === limit ? page.at(-1) : undefined
    const bound = last && notAfter(last, orderBy, table.column(orderBy[0]?.field ?? 'id').field.nullable)
    const where: Predicate = bound ? { op: 'and', all: [...conjuncts(branch), bound] } : branch
    const rows = await read({ where, orderBy, limit })
    page = page.length === 0 ? rows : mergePages(page, rows, plan)
  }
  return page
}

function mergePages(left: readonly StoredRow[], right: readonly StoredRow[], plan: QueryPlan): StoredRow[] {
  const byKey = new Map<string, StoredRow>()
  for (const row of left) byKey.set(keyOf(row['tenant'], row['id']), row)
  for (const row of right) byKey.set(keyOf(row['tenant'], row['id']), row)
  return [...byKey.values()].sort(compareRows(plan.orderBy)).slice(0, plan.limit)
}

/** The parts that must all hold. */
export function conjuncts(predicate: Predicate): readonly Predicate[] {
  return predicate.op === 'and' ? predicate.all : [predicate]
}
