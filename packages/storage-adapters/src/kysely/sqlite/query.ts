import type { QueryPlan, StoredRow } from '@socius/core/store'
import type { Operation } from '../engine.js'
import { compileSelection, filterContext, mergeBranches } from '../select.js'
import { sqliteEngine } from './engine.js'

export async function querySqlite(operation: Operation<QueryPlan>): Promise<StoredRow[]> {
  const { session, table, plan } = operation
  const context = filterContext(sqliteEngine, operation)
  return mergeBranches(table, plan, async (selection) => {
    const { rows } = await session.run(compileSelection(sqliteEngine, context, selection))
    return table.decode(rows)
  })
}
