import type { OrderTerm, Predicate, QueryPlan, Scalar, StoredRow } from '@socius/core/store'
import type { Operation } from '../engine.js'
import type { Fan } from '../fan.js'
import { compileOrder } from '../order.js'
import { compilePredicate } from '../predicate.js'
import { conjuncts, filterContext, type Selection } from '../select.js'
import { count, type Fragment, join, raw, sql } from '../sql.js'
import type { Table } from '../table.js'
import { mysqlGrammar } from './grammar.js'
import { indexName } from './structure.js'

/** Up to here each value is asked for its own first rows. */
const fewValues = 16
/** How much further back each look goes than the one before, in how many looks, and how far at least. */
const widening = 8
const looks = 8
const leastWindow = 3_600_000

/**
 * MariaDB has no lateral join. Few values are asked one by one, in one statement. Of many, the first row of each says which
 * of them can have a part in the page and how far back it is likely to reach; only that window is read and sorted, and
 * widened until the page is full.
 */
export async function readFan(operation: Operation<QueryPlan>, fan: Fan, selection: Selection): Promise<StoredRow[]> {
  const [term] = selection.orderBy
  const values = 'collection' in fan.values ? [] : fan.values
  if (!term || values.length <= fewValues || !hasWindows(operation.table, term)) {
    return readValues(operation, fan, values, selection, fan.rest)
  }
  const firsts = await readFirsts(operation, fan, selection, term)
  const end = farEnd(fan.rest, term)
  for (let look = firsts.length <= fewValues ? looks : 0; ; look++) {
    const reach = reachOf(firsts, selection.limit, look, term)
    const all = look === looks || reach === null || !isBefore(reach, end, term)
    const within = all ? firsts : firsts.filter(({ first }) => !isBefore(reach, first, term))
    const bound = all ? [] : [compare(term, term.descending ? 'gte' : 'lte', reach)]
    const members = within.map(({ value }) => value)
    if (members.length === 0 && all) return []
    const rows = await readValues(operation, fan, members, selection, [...fan.rest, ...bound])
    if (rows.length >= selection.limit || all) return rows
  }
}

/** Windows are stretches of whole numbers. */
function hasWindows(table: Table, { field }: OrderTerm): boolean {
  const { kind, nullable } = table.column(field).field
  return !nullable && (kind === 'integer' || kind === 'instant')
}

function compare({ field }: OrderTerm, test: 'gte' | 'lte', value: number): Predicate {
  return { op: 'compare', field, test, value }
}

function isBefore(left: number, right: number, { descending }: OrderTerm): boolean {
  return descending ? left > right : left < right
}

/** Where the selection itself ends, in its order. */
function farEnd(parts: readonly Predicate[], term: OrderTerm): number {
  const tests = term.descending ? ['gt', 'gte'] : ['lt', 'lte']
  const bounds = parts.flatMap((part) => {
    return part.op === 'compare' && part.field === term.field && tests.includes(part.test) ? [Number(part.value)] : []
  })
  return term.descending ? Math.max(-Infinity, ...bounds) : Math.min(Infinity, ...bounds)
}

/** How far a look reaches; null: as far as there is anything. */
function reachOf(firsts: readonly First[], limit: number, look: number, { descending }: OrderTerm): number | null {
  const start = firsts[0]?.first
  const last = (firsts[limit - 1] ?? firsts.at(-1))?.first
  if (start === undefined || last === undefined) return null
  if (look === 0) return last
  const reach = Math.max(Math.abs(start - last), leastWindow) * widening ** look
  const end = descending ? start - reach : start + reach
  return Number.isSafeInteger(end) ? end : null
}

interface First {
  readonly value: Scalar
  /** The value of its first row in the order. */
  readonly first: number
}

/** In order. One step in the index for each value: only fields before the order are named, and the order's first. */
async function readFirsts(
  operation: Operation<QueryPlan>,
  fan: Fan,
  { where }: Selection,
  term: OrderTerm,
): Promise<First[]> {
  const { session, table } = operation
  const prefix = fan.index.fields.slice(0, fan.prefix)
  const parts = conjuncts(where).filter((part) => {
    if (part.op === 'compare') return part.field === term.field || (part.test === 'eq' && prefix.includes(part.field))
    return part.op === 'in' && part.field === fan.field && !part.negated
  })
  const value = table.column(fan.field)
  const groups = prefix.map((name) => table.column(name).id)
  const extreme = term.descending ? raw('max') : raw('min')
  const { rows } =
    await session.run(sql`select ${value.id} as value, ${extreme}(${table.column(term.field).id}) as first
    from ${forced(operation, fan)}
    where ${compilePredicate(filterContext(mysqlGrammar, operation), { op: 'and', all: parts })}
    group by ${join(groups, ', ')}`)
  const firsts = rows.map((row): First => {
    const stored = row['value']
    return { value: (value.decode ? value.decode(stored) : stored) as Scalar, first: Number(row['first']) }
  })
  return firsts.sort((left, right) => (term.descending ? right.first - left.first : left.first - right.first))
}

async function readValues(
  operation: Operation<QueryPlan>,
  fan: Fan,
  values: readonly Scalar[],
  selection: Selection,
  rest: readonly Predicate[],
): Promise<StoredRow[]> {
  const { session, table } = operation
  if (values.length === 0) return []
  const statement =
    values.length <= fewValues
      ? compileEach(operation, fan, values, selection, rest)
      : compileForced(operation, fan, selection, [{ op: 'in', field: fan.field, values, negated: false }, ...rest])
  const { rows } = await session.run(statement)
  return table.decode(rows)
}

function forced({ table }: Operation<QueryPlan>, fan: Fan): Fragment {
  return sql`${table.id} force index (${raw(mysqlGrammar.quote(indexName(table, fan.index.name)))})`
}

function compileForced(
  operation: Operation<QueryPlan>,
  fan: Fan,
  { orderBy, limit }: Selection,
  parts: readonly Predicate[],
): Fragment {
  const context = filterContext(mysqlGrammar, operation)
  const order = compileOrder(context, orderBy, mysqlGrammar.nullsHigh)
  return sql`select ${operation.table.selected} from ${forced(operation, fan)}
    where ${compilePredicate(context, { op: 'and', all: parts })} order by ${order} limit ${count(limit)}`
}

/** The first rows of each value, from its own place in the index; then the first of all. */
function compileEach(
  operation: Operation<QueryPlan>,
  fan: Fan,
  values: readonly Scalar[],
  selection: Selection,
  rest: readonly Predicate[],
): Fragment {
  const { table } = operation
  const each = values.map((value) => {
    const own: Predicate = { op: 'compare', field: fan.field, test: 'eq', value }
    return sql`(${compileForced(operation, fan, selection, [own, ...rest])})`
  })
  // The rows of a union are called by the names of the fields.
  const named: Table = { ...table, column: (field) => ({ ...table.column(field), id: raw(mysqlGrammar.quote(field)) }) }
  const context = { ...filterContext(mysqlGrammar, operation), table: named }
  const order = compileOrder(context, selection.orderBy, mysqlGrammar.nullsHigh)
  return sql`${join(each, ' union all ')} order by ${order} limit ${count(selection.limit)}`
}
