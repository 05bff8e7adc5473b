import { aggregateRows } from '../aggregate.js'
import type { Engine } from '../engine.js'
import { accumulateRow } from './accumulate.js'
import { claimRows, removeRows, updateRows } from './change.js'
import { sqliteGrammar } from './grammar.js'
import { queryRows } from './query.js'
import { sqliteStructure } from './structure.js'
import { insertRows, upsertRows } from './write.js'

export const sqliteEngine: Engine = {
  ...sqliteGrammar,
  name: 'sqlite',
  query: queryRows,
  aggregate: (operation) => aggregateRows(sqliteGrammar, operation),
  insert: insertRows,
  upsert: upsertRows,
  update: updateRows,
  accumulate: accumulateRow,
  claim: claimRows,
  remove: removeRows,
  structure: sqliteStructure,
}
