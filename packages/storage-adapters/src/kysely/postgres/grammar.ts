import type { FieldKind, Scalar } from '@socius/core/store'
import type { Grammar } from '../grammar.js'
import { columnId } from '../predicate.js'
import { type Fragment, raw, sql } from '../sql.js'
import type { Column, Table } from '../table.js'
import { arrayOf, textArray, typeOf } from './array.js'
import { readPostgresError } from './errors.js'

function isWhole(kind: FieldKind): boolean {
  return kind === 'integer' || kind === 'instant'
}

/** PGlite drops a byte order mark at the beginning of a text that it hands out: two are sent, so that one arrives. */
function doubleMark(text: Fragment): Fragment {
  return sql`case when starts_with(${text}, U&'\\FEFF') then U&'\\FEFF' || ${text} else ${text} end`
}

/**
 * Whether a key is one of the list. Seeing 500 of them, the planner takes a table that it has no statistics of yet for too
 * small to look them up, and reads all rows of the tenant, ten times as slowly: so they are kept from its sight.
 */
export function anyKey(id: Fragment, list: Fragment): Fragment {
  return sql`${id} = any((select ${list})::text[])`
}

/**
 * Words stand in the statement itself: the one thing that a plan depends on. Many rows with a common word are walked in
 * the order asked, the few with a rare one are looked up and sorted. Core makes words of letters and digits; a list with
 * anything else is bound.
 */
function wordList(words: readonly string[]): Fragment {
  const list = textArray(words)
  return words.every((word) => /^[\p{L}\p{N}]+$/u.test(word)) ? raw(`'${list}'`) : sql`${list}`
}

export const postgresGrammar: Grammar = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  encoder: () => null,
  // 64-bit integers come as text; core writes none that a number does not hold.
  decoder: (kind) => (isWhole(kind) ? Number : null),
  readError: readPostgresError,
  begin: (handle, work) => handle.transaction().setIsolationLevel('read committed').execute(work),
  filters: {
    inList(column: Column, id: Fragment, values: readonly Scalar[], negated: boolean): Fragment {
      const list = sql`${arrayOf(column, values)}${raw(`::${typeOf(column.field.kind)}[]`)}`
      if (negated) return sql`${id} <> all(${list})`
      return column.field.name === 'id' ? anyKey(id, list) : sql`${id} = any(${list})`
    },
    match(table: Table, alias: Fragment | null, words: readonly string[]): Fragment {
      const column = columnId({ alias }, table.column(table.shape.search ?? ''))
      return sql`string_to_array(${column}, ' ') @> ${wordList(words)}::text[]`
    },
  },
  nullsHigh: true,
  extreme(measure, column, kind) {
    if (kind === 'boolean') return measure === 'min' ? sql`bool_and(${column})` : sql`bool_or(${column})`
    return measure === 'min' ? sql`min(${column})` : sql`max(${column})`
  },
}

export const pgliteGrammar: Grammar = { ...postgresGrammar, wrapText: doubleMark }
