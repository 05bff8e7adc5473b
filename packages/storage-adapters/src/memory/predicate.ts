import { type Comparison, type Predicate, type Scalar, type StoredRow, searchColumn } from '@socius/core/store'
import { compareValues, valueOf } from './order.js'
import { rowsUnder, type Table } from './table.js'

type Test = (row: StoredRow) => boolean

/** The table of a collection, by its name. */
export type FindTable = (collection: string) => Table

/** The predicate as a function of a row. Sub-selects are evaluated here, once. */
function compilePredicate(find: FindTable, predicate: Predicate): Test {
  switch (predicate.op) {
    case 'and': {
      const all = predicate.all.map((part) => compilePredicate(find, part))
      return (row) => all.every((test) => test(row))
    }
    case 'or': {
      const any = predicate.any.map((part) => compilePredicate(find, part))
      return (row) => any.some((test) => test(row))
    }
    case 'null':
      return (row) => (valueOf(row, predicate.field) === null) === predicate.is
    case 'compare':
      return compileComparison(predicate.field, predicate.test, predicate.value)
    case 'in':
      return isMember(predicate.field, new Set<unknown>(predicate.values), predicate.negated)
    case 'inSelect': {
      const { collection, field, where } = predicate.select
      const chosen = matchingRows(find, find(collection.name), where).map((row) => valueOf(row, field))
      return isMember(predicate.field, new Set<unknown>(chosen), predicate.negated)
    }
    case 'startsWith':
      return (row) => {
        const value = valueOf(row, predicate.field)
        return typeof value === 'string' && value.startsWith(predicate.prefix)
      }
    case 'match':
      return (row) => predicate.words.every((word) => holdsWord(row, word))
  }
}

function isMember(field: string, values: ReadonlySet<unknown>, negated: boolean): Test {
  return (row) => {
    const value = valueOf(row, field)
    return value !== null && values.has(value) !== negated
  }
}

function compileComparison(field: string, test: Comparison, value: Scalar): Test {
  // Most tests are of this kind, and every filter has one for the tenant.
  if (test === 'eq') return (row) => row[field] === value
  const holds = outcomes[test]
  return (row) => {
    const actual = valueOf(row, field)
    return actual !== null && holds(compareValues(actual, value))
  }
}

const outcomes: Record<Comparison, (order: number) => boolean> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
}

// The search column holds distinct words with single spaces between them.
function holdsWord(row: StoredRow, word: string): boolean {
  return ` ${String(valueOf(row, searchColumn) ?? '')} `.includes(` ${word} `)
}

/** The rows of the table that match, in no order of note. */
export function matchingRows(find: FindTable, table: Table, where: Predicate): StoredRow[] {
  const test = compilePredicate(find, where)
  const matching: StoredRow[] = []
  for (const row of candidates(table, where)) if (test(row)) matching.push(row)
  return matching
}

/** A superset of the rows that match: those of the tenant and of the ids that the filter names, if it names some. */
function candidates(table: Table, where: Predicate): Iterable<StoredRow> {
  const parts = where.op === 'and' ? where.all : [where]
  const tenant = namedValues(parts, 'tenant')?.[0]
  if (tenant === undefined) return table.rows(null)
  const ids = namedValues(parts, 'id')
  return ids ? rowsUnder(table, tenant, ids) : table.rows(tenant)
}

function namedValues(parts: readonly Predicate[], field: 'tenant' | 'id'): readonly string[] | undefined {
  for (const part of parts) {
    if (part.op === 'compare' && part.field === field && part.test === 'eq') return [String(part.value)]
    if (part.op === 'in' && part.field === field && !part.negated && field === 'id') return part.values.map(String)
  }
  return undefined
}
