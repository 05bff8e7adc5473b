import type { OrderTerm } from '@socius/core/store'
import { columnId, type FilterContext } from './predicate.js'
import { type Fragment, join, raw, sql } from './sql.js'

const ascending = raw(' asc')
const descending = raw(' desc')
const ascendingNullsLow = raw(' asc nulls first')
const descendingNullsLow = raw(' desc nulls last')

/** @param nullsHigh Whether the engine puts null above every value unless it is told otherwise. */
export function compileOrder(context: FilterContext, orderBy: readonly OrderTerm[], nullsHigh: boolean): Fragment {
  const terms = orderBy.map((term) => {
    const column = context.table.column(term.field)
    const low = nullsHigh && column.field.nullable
    return sql`${columnId(context, column)}${direction(term.descending, low)}`
  })
  return join(terms, ', ')
}

export function direction(isDescending: boolean, nullsLow: boolean): Fragment {
  if (isDescending) return nullsLow ? descendingNullsLow : descending
  return nullsLow ? ascendingNullsLow : ascending
}
