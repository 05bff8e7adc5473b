import type { QueryPlan, StoredRow } from '@socius/core/store'
import type { Operation } from '../engine.js'
import { recogniseFan } from '../fan.js'
import { compileSelection, filterContext, type Selection } from '../select.js'
import { mergeBranches } from './branches.js'
import { isMissingIndex } from './errors.js'
import { readFan } from './fan.js'
import { mysqlGrammar } from './grammar.js'
import { createResolver } from './selections.js'

/** Of a shorter list the server merges the rows of one index by itself, which it does not do at all. */
const leastValues = 2

export async function queryRows(operation: Operation<QueryPlan>): Promise<StoredRow[]> {
  const { session, table, tableOf, plan } = operation
  const resolve = createResolver(session, tableOf)
  const branches = await Promise.all(plan.branches.map((branch) => resolve(plan.collection, branch)))
  return mergeBranches(table, { ...plan, branches }, async (selection) => {
    try {
      const fan = recogniseFan(table.shape, selection, leastValues)
      if (fan) return await readFan(operation, fan, selection)
    } catch (error) {
      // A host that keeps its own structure may do without the index; the rows are the same without it.
      if (!isMissingIndex(error)) throw error
    }
    return readPlainly(operation, selection)
  })
}

async function readPlainly(operation: Operation<QueryPlan>, selection: Selection): Promise<StoredRow[]> {
  const { session, table } = operation
  const { rows } = await session.run(compileSelection(mysqlGrammar, filterContext(mysqlGrammar, operation), selection))
  return table.decode(rows)
}
