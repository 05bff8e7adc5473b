import type { AccumulatePlan, StoredRow } from '@socius/core/store'
import { compileChange } from '../change.js'
import type { Operation } from '../engine.js'
import { onlyRow } from '../one-row.js'
import { retried } from '../retry.js'
import { raw, sql } from '../sql.js'
import { insertInto } from './write.js'

/** Waits for whoever holds the row, then adds to what they left. */
export async function accumulateRow(operation: Operation<AccumulatePlan>): Promise<StoredRow> {
  const { session, table, plan } = operation
  const change = compileChange(table, { set: {}, add: plan.add }, raw('"stored".'))
  const statement = sql`${insertInto(table, [plan.row])} on conflict ("tenant", "id") do update set ${change}
    returning ${table.selected}`
  const { rows } = await retried(session, () => session.run(statement))
  return onlyRow(table, rows)
}
