import type { ClaimPlan, RemovePlan, StoredRow, UpdatePlan } from '@socius/core/store'
import { compileChange, withChange } from '../change.js'
import type { Operation } from '../engine.js'
import { compileOrder } from '../order.js'
import { compilePredicate } from '../predicate.js'
import { filterContext } from '../select.js'
import { count, raw, sql } from '../sql.js'
import { sqliteGrammar } from './grammar.js'
import { rowColumn } from './structure.js'

export function updateRows(operation: Operation<UpdatePlan>): Promise<number> {
  const { session, table, plan } = operation
  const condition = compilePredicate(filterContext(sqliteGrammar, operation), plan.where)
  return session.transaction(async (inner) => {
    const { affected } = await inner.run(sql`update ${table.id} set ${compileChange(table, plan)} where ${condition}`)
    return affected
  })
}

/** There is one writer at a time, so that no row is ever held by another. */
export function claimRows(operation: Operation<ClaimPlan>): Promise<StoredRow[]> {
  const { session, table, plan } = operation
  const context = filterContext(sqliteGrammar, operation)
  const row = raw(`"${rowColumn(table)}"`)
  const condition = compilePredicate(context, plan.where)
  const order = compileOrder(context, plan.orderBy, sqliteGrammar.nullsHigh)
  return session.transaction(async (inner) => {
    const { rows } = await inner.run(
      sql`select ${table.selected}, ${row} as "_row" from ${table.id} where ${condition} order by ${order} limit ${count(plan.limit)}`,
    )
    if (rows.length === 0) return []
    const numbers = JSON.stringify(rows.map((found) => found['_row']))
    await inner.run(sql`update ${table.id} set ${compileChange(table, { set: plan.set, add: {} })}
      where ${row} in (select value from json_each(${numbers}))`)
    for (const found of rows) delete found['_row']
    return withChange(table, table.decode(rows), plan.set)
  })
}

export function removeRows(operation: Operation<RemovePlan>): Promise<number> {
  const { session, table, plan } = operation
  const row = raw(`"${rowColumn(table)}"`)
  const condition = compilePredicate(filterContext(sqliteGrammar, operation), plan.where)
  return session.transaction(async (inner) => {
    const { affected } = await inner.run(sql`delete from ${table.id}
      where ${row} in (select ${row} from ${table.id} where ${condition} limit ${count(plan.limit)})`)
    return affected
  })
}
