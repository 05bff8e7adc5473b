import { aggregateRows } from '../aggregate.js'
import type { Engine } from '../engine.js'
import { accumulateRow } from './accumulate.js'
import { claimRows, removeRows, updateRows } from './change.js'
import { pgliteGrammar, postgresGrammar } from './grammar.js'
import { queryRows } from './query.js'
import { postgresStructure } from './structure.js'
import { insertRows, upsertRows } from './write.js'

export const postgresEngine: Engine = {
  ...postgresGrammar,
  name: 'postgres',
  query: queryRows,
  aggregate: (operation) => aggregateRows(postgresGrammar, operation),
  insert: insertRows,
  upsert: upsertRows,
  update: updateRows,
  accumulate: accumulateRow,
  claim: claimRows,
  remove: removeRows,
  structure: postgresStructure,
}

export const pgliteEngine: Engine = {
  ...postgresEngine,
  ...pgliteGrammar,
  aggregate: (operation) => aggregateRows(pgliteGrammar, operation),
}
