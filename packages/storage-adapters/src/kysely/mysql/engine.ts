import type { Scalar } from '@socius/core/store'
import { aggregateRows } from '../aggregate.js'
import type { Engine } from '../engine.js'
import { boundList, columnId } from '../predicate.js'
import { type Fragment, raw, sql } from '../sql.js'
import type { Column, Table } from '../table.js'
import { claimRows, removeRows, updateRows } from './change.js'
import { readMysqlError } from './errors.js'
import { queryRows, resolveSelections } from './select.js'
import { mysqlStructure } from './structure.js'
import { encodeWord, encodeWords } from './words.js'
import { insertRows, upsertRows } from './write.js'

export const mysqlEngine: Engine = {
  name: 'mysql',
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  placeholder: () => '?',
  encoder: (kind) => (kind === 'boolean' ? Number : null),
  encodeWords,
  decoder(kind) {
    if (kind === 'boolean') return Boolean
    return kind === 'integer' || kind === 'instant' ? Number : null
  },
  readError: readMysqlError,
  begin: (handle, work) => handle.transaction().setIsolationLevel('read committed').execute(work),
  filters: {
    inList(column: Column, id: Fragment, values: readonly Scalar[], negated: boolean): Fragment {
      return sql`${id} ${negated ? raw('not in') : raw('in')} (${boundList(column, values)})`
    },
    match(table: Table, alias: Fragment | null, words: readonly string[]): Fragment {
      const column = columnId({ alias }, table.column(table.shape.search ?? ''))
      return sql`match (${column}) against (${words.map((word) => `+${encodeWord(word)}`).join(' ')} in boolean mode)`
    },
  },
  nullsHigh: false,
  extreme: (measure, column) => (measure === 'min' ? sql`min(${column})` : sql`max(${column})`),
  query: queryRows,
  async aggregate(operation) {
    const { session, tableOf, plan } = operation
    const where = await resolveSelections(session, tableOf, plan.where)
    return aggregateRows(mysqlEngine, { ...operation, plan: { ...plan, where } })
  },
  insert: insertRows,
  upsert: upsertRows,
  update: updateRows,
  claim: claimRows,
  remove: removeRows,
  structure: mysqlStructure,
}
