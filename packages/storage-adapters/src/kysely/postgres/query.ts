import type { QueryPlan, StoredRow } from '@socius/core/store'
import type { Operation } from '../engine.js'
import { compileQuery, member, type PageGrammar } from '../pages.js'
import { selectValues } from '../predicate.js'
import { filterContext } from '../select.js'
import { raw, sql } from '../sql.js'
import { arrayOf, typeOf } from './array.js'
import { postgresGrammar } from './grammar.js'

export async function queryRows(operation: Operation<QueryPlan>): Promise<StoredRow[]> {
  const { session, table, plan } = operation
  const context = filterContext(postgresGrammar, operation)
  const { rows } = await session.run(compileQuery(postgresGrammar, pages, context, plan))
  return table.decode(rows)
}

const pages: PageGrammar = {
  keys: () => [raw('"tenant"'), raw('"id"')],
  fanValues(context, { field, values }) {
    if ('collection' in values) return selectValues(context, values, raw('distinct '))
    const column = context.table.column(field)
    return sql`select value from unnest(${arrayOf(column, values)}${raw(`::${typeOf(column.field.kind)}[]`)}) as value`
  },
  // Each value gives a page at most, from its own place in the index.
  fan: ({ table, selected, names, order, conditions, memberOrder, limit }, values) =>
    sql`select ${names} from (${values}) as fan cross join lateral (
        select ${selected} from ${table.id} as ${member} where ${conditions} order by ${memberOrder} limit ${limit}
      ) as ranked order by ${order} limit ${limit}`,
}
