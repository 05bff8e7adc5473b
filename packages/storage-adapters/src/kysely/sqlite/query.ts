import type { QueryPlan, StoredRow } from '@socius/core/store'
import type { Operation } from '../engine.js'
import { compileQuery, member, type PageGrammar } from '../pages.js'
import { selectValues } from '../predicate.js'
import { filterContext } from '../select.js'
import { raw, sql } from '../sql.js'
import { sqliteGrammar } from './grammar.js'
import { rowColumn } from './structure.js'

export async function queryRows(operation: Operation<QueryPlan>): Promise<StoredRow[]> {
  const { session, table, plan } = operation
  const { rows } = await session.run(compileQuery(sqliteGrammar, pages, filterContext(sqliteGrammar, operation), plan))
  return table.decode(rows)
}

const pages: PageGrammar = {
  keys: (table) => [raw(`"${rowColumn(table)}"`)],
  fanValues(context, { field, values }) {
    if ('collection' in values) return selectValues(context, values, raw('distinct '))
    const column = context.table.column(field)
    return sql`select value from json_each(${JSON.stringify(values.map((value) => column.encode(value)))})`
  },
  // A cross join is taken as it is written: a fan's values outside, their rows inside, in the index's order. SQLite then
  // leaves each value's rows as soon as one falls behind a full page.
  fan: ({ table, selected, conditions, memberOrder, limit }, values) =>
    sql`select ${selected} from (${values}) as fan cross join ${table.id} as ${member}
      where ${conditions} order by ${memberOrder} limit ${limit}`,
}
