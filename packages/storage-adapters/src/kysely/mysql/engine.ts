import { aggregateRows } from '../aggregate.js'
import type { Engine } from '../engine.js'
import { accumulateRow } from './accumulate.js'
import { claimRows, removeRows, updateRows } from './change.js'
import { mysqlGrammar } from './grammar.js'
import { queryRows } from './query.js'
import { createResolver } from './selections.js'
import { mysqlStructure } from './structure.js'
import { insertRows, upsertRows } from './write.js'

export const mysqlEngine: Engine = {
  ...mysqlGrammar,
  name: 'mysql',
  query: queryRows,
  async aggregate(operation) {
    const { session, tableOf, plan } = operation
    const where = await createResolver(session, tableOf)(plan.collection, plan.where)
    return aggregateRows(mysqlGrammar, { ...operation, plan: { ...plan, where } })
  },
  insert: insertRows,
  upsert: upsertRows,
  update: updateRows,
  accumulate: accumulateRow,
  claim: claimRows,
  remove: removeRows,
  structure: mysqlStructure,
}
