import type { AccumulatePlan, StoredRow } from '@socius/core/store'
import { compileChange } from '../change.js'
import type { Operation } from '../engine.js'
import { insertOne, onlyRow } from '../one-row.js'
import { sql } from '../sql.js'

export function accumulateRow(operation: Operation<AccumulatePlan>): Promise<StoredRow> {
  const { session, table, plan } = operation
  const change = compileChange(table, { set: {}, add: plan.add })
  const statement = sql`${insertOne(table, plan.row)} on conflict ("tenant", "id") do update set ${change}
    returning ${table.selected}`
  return session.transaction(async (inner) => {
    const { rows } = await inner.run(statement)
    return onlyRow(table, rows)
  })
}
