import type { AggregatePlan, Measure, StoredRow } from '@socius/core/store'
import type { Operation } from './engine.js'
import type { Grammar } from './grammar.js'
import { direction } from './order.js'
import { compilePredicate } from './predicate.js'
import { filterContext } from './select.js'
import { count, type Fragment, join, raw, sql } from './sql.js'
import type { Column, Table } from './table.js'

export async function aggregateRows(grammar: Grammar, operation: Operation<AggregatePlan>): Promise<StoredRow[]> {
  const { session, table, plan } = operation
  const { rows } = await session.run(compileAggregate(grammar, operation))
  const measured = plan.measures.map((measure) => ({ as: measure.as, read: reader(table, measure) }))
  const grouped = plan.groupBy.map((field) => ({ as: field, read: table.column(field).decode }))
  for (const { as, read } of [...grouped, ...measured]) {
    for (const row of rows) {
      const value = row[as] ?? null
      row[as] = value === null || read === null ? value : read(value)
    }
  }
  return rows
}

/** Null stays null: only `min` and `max` ever are. */
function reader(table: Table, measure: Measure): ((value: unknown) => unknown) | null {
  return measure.measure === 'min' || measure.measure === 'max' ? table.column(measure.field).decode : Number
}

function compileAggregate(grammar: Grammar, operation: Operation<AggregatePlan>): Fragment {
  const { table, plan } = operation
  const groups = plan.groupBy.map((field) => table.column(field).id)
  const named = (expression: Fragment, as: string): Fragment => sql`${expression} as ${raw(grammar.quote(as))}`
  const selected = [
    ...plan.groupBy.map((field) => named(table.column(field).out, field)),
    ...plan.measures.map((measure) => named(compileMeasure(grammar, table, measure), measure.as)),
  ]
  const names = [...plan.groupBy, ...plan.measures.map((measure) => measure.as)]
  // By position: a measure may be called like a column, and engines differ in which of the two a name then means.
  const order = plan.orderBy.map(({ field, descending }) => {
    return sql`${raw(String(names.indexOf(field) + 1))}${direction(descending, grammar.nullsHigh)}`
  })
  const condition = compilePredicate(filterContext(grammar, operation), plan.where)
  return sql`select ${join(selected, ', ')} from ${table.id} where ${condition}${
    groups.length > 0 ? sql` group by ${join(groups, ', ')}` : raw('')
  }${order.length > 0 ? sql` order by ${join(order, ', ')}` : raw('')} limit ${count(plan.limit)}`
}

function compileMeasure(grammar: Grammar, table: Table, measure: Measure): Fragment {
  if (measure.measure === 'count') return raw('count(*)')
  if (measure.measure === 'sum') return sql`coalesce(sum(${table.column(measure.field).id}), 0)`
  if (measure.measure === 'distinct') return sql`count(distinct ${table.column(measure.field).id})`
  return extreme(grammar, measure.measure, table.column(measure.field))
}

function extreme(grammar: Grammar, measure: 'min' | 'max', { id, field }: Column): Fragment {
  const value = grammar.extreme(measure, id, field.kind)
  return field.kind === 'string' && grammar.wrapText ? grammar.wrapText(value) : value
}
