import type { ClaimPlan, RemovePlan, StoredRow, UpdatePlan } from '@socius/core/store'
import { compileChange, withChange } from '../change.js'
import type { Operation } from '../engine.js'
import { compileOrder } from '../order.js'
import { compilePredicate } from '../predicate.js'
import { retried } from '../retry.js'
import { filterContext } from '../select.js'
import { count, type Fragment, sql } from '../sql.js'
import { mysqlGrammar } from './grammar.js'
import { createResolver } from './selections.js'

async function conditionOf(operation: Operation<UpdatePlan | ClaimPlan | RemovePlan>): Promise<Fragment> {
  const { session, tableOf, plan } = operation
  const where = await createResolver(session, tableOf)(plan.collection, plan.where)
  return compilePredicate(filterContext(mysqlGrammar, operation), where)
}

export function updateRows(operation: Operation<UpdatePlan>): Promise<number> {
  const { session, table, plan } = operation
  return retried(session, async () => {
    const condition = await conditionOf(operation)
    const { affected } = await session.run(sql`update ${table.id} set ${compileChange(table, plan)} where ${condition}`)
    return affected
  })
}

export function claimRows(operation: Operation<ClaimPlan>): Promise<StoredRow[]> {
  const { session, table, plan } = operation
  const order = compileOrder(filterContext(mysqlGrammar, operation), plan.orderBy, mysqlGrammar.nullsHigh)
  return retried(session, async () => {
    const condition = await conditionOf(operation)
    return session.transaction(async (inner) => {
      const { rows } = await inner.run(sql`select ${table.selected} from ${table.id} where ${condition}
        order by ${order} limit ${count(plan.limit)} for update skip locked`)
      if (rows.length === 0) return []
      const picked = table.decode(rows)
      for (const [tenant, ofTenant] of Map.groupBy(picked, (row) => String(row['tenant']))) {
        const id = table.column('id')
        const ids = ofTenant.map((row) => String(row['id']))
        await inner.run(sql`update ${table.id} set ${compileChange(table, { set: plan.set, add: {} })}
          where ${table.column('tenant').id} = ${tenant} and ${mysqlGrammar.filters.inList(id, id.id, ids, false)}`)
      }
      return withChange(table, picked, plan.set)
    })
  })
}

export function removeRows(operation: Operation<RemovePlan>): Promise<number> {
  const { session, table, plan } = operation
  return retried(session, async () => {
    const condition = await conditionOf(operation)
    const { affected } = await session.run(sql`delete from ${table.id} where ${condition} limit ${count(plan.limit)}`)
    return affected
  })
}
