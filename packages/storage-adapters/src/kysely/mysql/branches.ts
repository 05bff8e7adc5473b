import type { OrderTerm, Predicate, QueryPlan, StoredRow } from '@socius/core/store'
import { compareRows, valueOf } from '../../memory/order.js'
import { conjuncts, type Selection } from '../select.js'
import type { Table } from '../table.js'

/** How one branch of a query is read. */
type ReadBranch = (selection: Selection) => Promise<StoredRow[]>

/**
 * The union of the branches, read one after the other. As soon as a full page is known, the rest need only say what
 * they have that comes before its last row.
 */
export async function mergeBranches(table: Table, plan: QueryPlan, read: ReadBranch): Promise<StoredRow[]> {
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

/** A condition that the row and every row before it in the order keep, as near as the first term can say it. */
function notAfter(row: StoredRow, orderBy: readonly OrderTerm[], nullable: boolean): Predicate | null {
  const [term] = orderBy
  if (!term) return null
  const value = valueOf(row, term.field)
  if (value === null) return null
  const bound: Predicate = { op: 'compare', field: term.field, test: term.descending ? 'gte' : 'lte', value }
  if (term.descending || !nullable) return bound
  return { op: 'or', any: [bound, { op: 'null', field: term.field, is: true }] }
}

/** No text in a store holds U+0000: it can stand between the parts of a key. */
function keyOf(tenant: unknown, id: unknown): string {
  return `${String(tenant)}\0${String(id)}`
}
