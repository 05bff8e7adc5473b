import type { ClaimPlan, RemovePlan, StoredRow, UpdatePlan } from '@socius/core/store'
import { compareRows } from '../../memory/order.js'
import { compileChange, withChange } from '../change.js'
import type { Operation } from '../engine.js'
import { compileOrder } from '../order.js'
import { compilePredicate } from '../predicate.js'
import { retried } from '../retry.js'
import { filterContext } from '../select.js'
import { count, join, raw, sql } from '../sql.js'
import { postgresGrammar } from './grammar.js'

export async function updateRows(operation: Operation<UpdatePlan>): Promise<number> {
  const { session, table, plan } = operation
  const condition = compilePredicate(filterContext(postgresGrammar, operation), plan.where)
  const statement = sql`update ${table.id} set ${compileChange(table, plan)} where ${condition}`
  const { affected } = await retried(session, () => session.run(statement))
  return affected
}

/** One statement: what is picked is locked before it is changed, and what others hold is passed over. */
export async function claimRows(operation: Operation<ClaimPlan>): Promise<StoredRow[]> {
  const { session, table, plan } = operation
  const context = filterContext(postgresGrammar, operation)
  const condition = compilePredicate(context, plan.where)
  const order = compileOrder(context, plan.orderBy, postgresGrammar.nullsHigh)
  const names = table.read.map(({ field }) => raw(postgresGrammar.quote(field.name)))
  const statement = sql`with picked as materialized (
      select "tenant" as "_tenant", "id" as "_id", ${table.selected} from ${table.id} where ${condition} order by ${order} limit ${count(plan.limit)}
      for update skip locked
    ), changed as (
      update ${table.id} as target set ${compileChange(table, { set: plan.set, add: {} })} from picked
      where target."tenant" = picked."_tenant" and target."id" = picked."_id"
    )
    select ${join(names, ', ')} from picked`
  const { rows } = await retried(session, () => session.run(statement))
  const picked = table.decode(rows).sort(compareRows(plan.orderBy))
  return withChange(table, picked, plan.set)
}

export async function removeRows(operation: Operation<RemovePlan>): Promise<number> {
  const { session, table, plan } = operation
  const condition = compilePredicate(filterContext(postgresGrammar, operation), plan.where)
  const statement = sql`with picked as materialized (
      select "tenant", "id" from ${table.id} where ${condition} limit ${count(plan.limit)} for update
    )
    delete from ${table.id} as target using picked
    where target."tenant" = picked."tenant" and target."id" = picked."id"`
  const { affected } = await retried(session, () => session.run(statement))
  return affected
}
