import type { Scalar } from '@socius/core/store'
import type { Grammar } from '../grammar.js'
import { boundList, columnId } from '../predicate.js'
import { type Fragment, raw, sql } from '../sql.js'
import type { Column, Table } from '../table.js'
import { readMysqlError } from './errors.js'
import { encodeWord, encodeWords } from './words.js'

export const mysqlGrammar: Grammar = {
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
}
