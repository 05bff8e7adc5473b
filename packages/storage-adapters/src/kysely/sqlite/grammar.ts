import type { FieldKind, Scalar } from '@socius/core/store'
import type { Grammar } from '../grammar.js'
import { boundList } from '../predicate.js'
import { type Fragment, raw, sql } from '../sql.js'
import type { Column, Table } from '../table.js'
import { readSqliteError } from './errors.js'
import { maxBound, padded } from './padded.js'
import { matchWords } from './structure.js'
import { beginImmediate, untilFree } from './transaction.js'

export const sqliteGrammar: Grammar = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  placeholder: () => '?',
  encoder: (kind) => (kind === 'boolean' ? Number : null),
  decoder: (kind: FieldKind) => (kind === 'boolean' ? Boolean : null),
  readError: readSqliteError,
  patiently: untilFree,
  begin: beginImmediate,
  filters: {
    inList(column: Column, id: Fragment, values: readonly Scalar[], negated: boolean): Fragment {
      const test = negated ? raw('not in') : raw('in')
      if (values.length <= maxBound || column.field.kind === 'number') {
        return sql`${id} ${test} (${boundList(column, padded(values))})`
      }
      const list = JSON.stringify(values.map((value) => column.encode(value)))
      return sql`${id} ${test} (select value from json_each(${list}))`
    },
    match: (table: Table, alias: Fragment | null, words: readonly string[]) => matchWords(table, alias, words),
  },
  nullsHigh: false,
  extreme: (measure, column) => (measure === 'min' ? sql`min(${column})` : sql`max(${column})`),
}
