import type { FieldKind, Scalar } from '@socius/core/store'
import { aggregateRows } from '../aggregate.js'
import type { Engine } from '../engine.js'
import { boundList } from '../predicate.js'
import { querySequentially } from '../select.js'
import { type Fragment, raw, sql } from '../sql.js'
import type { Column, Table } from '../table.js'
import { claimRows, removeRows, updateRows } from './change.js'
import { readSqliteError } from './errors.js'
import { matchWords, sqliteStructure } from './structure.js'
import { beginImmediate, untilFree } from './transaction.js'
import { insertRows, upsertRows } from './write.js'

/** Longer lists are bound as one JSON text: a statement takes 32,766 values. Fractions keep their last bit only bound. */
const maxBound = 1000

export const sqliteEngine: Engine = {
  name: 'sqlite',
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
  query: (operation) => querySequentially(sqliteEngine, operation),
  aggregate: (operation) => aggregateRows(sqliteEngine, operation),
  insert: insertRows,
  upsert: upsertRows,
  update: updateRows,
  claim: claimRows,
  remove: removeRows,
  structure: sqliteStructure,
}

/** Few lengths make few statements to prepare: the last value is repeated up to the next length. */
function padded(values: readonly Scalar[]): readonly Scalar[] {
  const last = values.at(-1)
  if (last === undefined) return values
  const length = lengths.find((step) => step >= values.length) ?? values.length
  return Array.from({ length }, (_, position) => values[position] ?? last)
}

const lengths = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, maxBound]
