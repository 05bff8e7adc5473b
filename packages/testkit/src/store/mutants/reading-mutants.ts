import type { Predicate, StoredRow } from '@socius/core/store'
import { compareAny, noLimit, sortRows, withFilters, withOrder } from './rewrite-plan.js'
import { mutant, type StoreMutant } from './store-mutant.js'

const everything: Predicate = { op: 'and', all: [] }

function isTenantTest(predicate: Predicate): boolean {
  return predicate.op === 'compare' && predicate.field === 'tenant'
}

/** `field = value` as a list of values that the fault takes for the same. */
function equalsAnyOf(same: (value: string) => readonly string[]): (predicate: Predicate) => Predicate {
  return (predicate) => {
    if (predicate.op !== 'compare' || predicate.test !== 'eq' || typeof predicate.value !== 'string') return predicate
    if (predicate.field === 'tenant') return predicate
    return { op: 'in', field: predicate.field, values: same(predicate.value), negated: false }
  }
}

export const readingMutants: readonly StoreMutant[] = [
  mutant(
    2,
    'wrong collation: equality ignores case',
    withFilters(equalsAnyOf((value) => [value, value.toLowerCase(), value.toUpperCase()])),
  ),
  mutant(
    2,
    'wrong collation: equality ignores trailing spaces',
    withFilters(equalsAnyOf((value) => [value, value.trimEnd(), `${value.trimEnd()} `])),
  ),
  mutant(
    2,
    'wrong collation: order ignores case',
    withOrder((left, right) =>
      compareAny(
        typeof left === 'string' ? left.toLowerCase() : left,
        typeof right === 'string' ? right.toLowerCase() : right,
      ),
    ),
  ),
  mutant(2, 'order by UTF-16 units', withOrder(compareAny)),
  mutant(2, 'groups ignore case', (good) => ({
    async aggregate(plan) {
      const rows = await good.aggregate({ ...plan, limit: noLimit })
      const seen = new Set<string>()
      return rows
        .filter((row) => {
          const key = JSON.stringify(plan.groupBy.map((field) => row[field])).toLowerCase()
          return !seen.has(key) && seen.add(key).size > 0
        })
        .slice(0, plan.limit)
    },
  })),
  mutant(
    5,
    'null order: null sorts above every value',
    withOrder((left, right) => {
      if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
      return compareStoredStrings(left, right)
    }),
  ),
  mutant(5, 'null order: null comes last, whatever the direction', (good) => ({
    async query(plan) {
      const rows = await good.query({ ...plan, limit: noLimit })
      const isNull = (row: StoredRow) => plan.orderBy.some(({ field }) => row[field] === null)
      return [...rows.filter((row) => !isNull(row)), ...rows.filter(isNull)].slice(0, plan.limit)
    },
  })),
  mutant(5, 'every order term takes the direction of the first', (good) => ({
    query(plan) {
      const descending = plan.orderBy[0]?.descending ?? false
      return good.query({ ...plan, orderBy: plan.orderBy.map(({ field }) => ({ field, descending })) })
    },
  })),
  mutant(
    5,
    'cursor that skips equal keys',
    withFilters((predicate) => {
      if (predicate.op !== 'or') return predicate
      const [beyond, tie] = predicate.any
      const isTie =
        tie?.op === 'and' && beyond?.op === 'compare' && tie.all.some((part) => isEqualityOf(part, beyond.field))
      return isTie ? beyond : predicate
    }),
  ),
  mutant(5, 'dropped branch of a query', (good) => ({
    query: (plan) => good.query({ ...plan, branches: plan.branches.slice(0, Math.max(1, plan.branches.length - 1)) }),
  })),
  mutant(5, 'branches are merged with repeats', (good) => ({
    async query(plan) {
      const lists = await Promise.all(plan.branches.map((branch) => good.query({ ...plan, branches: [branch] })))
      return sortRows(lists.flat(), plan.orderBy, compareStoredStrings).slice(0, plan.limit)
    },
  })),
  mutant(5, 'one row too few', (good) => ({
    query: (plan) => good.query({ ...plan, limit: Math.max(1, plan.limit - 1) }),
  })),
  mutant(
    6,
    'dropped OR branch',
    withFilters((predicate) =>
      predicate.op === 'or' && predicate.any.length > 1 ? { op: 'or', any: predicate.any.slice(0, -1) } : predicate,
    ),
  ),
  mutant(
    6,
    'an empty or is true',
    withFilters((predicate) => (predicate.op === 'or' && predicate.any.length === 0 ? everything : predicate)),
  ),
  mutant(
    6,
    'ne is true for null',
    withFilters((predicate) =>
      predicate.op === 'compare' && predicate.test === 'ne' && predicate.field !== 'tenant'
        ? { op: 'or', any: [predicate, { op: 'null', field: predicate.field, is: true }] }
        : predicate,
    ),
    // Core spells out null beside both, so that only a bare plan shows it.
    ['suite'],
  ),
  mutant(
    6,
    'negated in is true for null',
    withFilters((predicate) =>
      predicate.op === 'in' && predicate.negated
        ? { op: 'or', any: [predicate, { op: 'null', field: predicate.field, is: true }] }
        : predicate,
    ),
    // Core spells out null beside both, so that only a bare plan shows it.
    ['suite'],
  ),
  mutant(
    6,
    'lt is lte',
    withFilters((predicate) =>
      predicate.op === 'compare' && predicate.test === 'lt' ? { ...predicate, test: 'lte' } : predicate,
    ),
  ),
  mutant(
    7,
    'unescaped LIKE',
    withFilters((predicate) =>
      // `100%` matches what begins with `100`: what stands before the first wildcard.
      predicate.op === 'startsWith' ? { ...predicate, prefix: predicate.prefix.split(/[%_]/)[0] ?? '' } : predicate,
    ),
  ),
  mutant(
    7,
    'startsWith ignores case',
    withFilters((predicate) => {
      if (predicate.op !== 'startsWith') return predicate
      const { prefix } = predicate
      const any = [prefix, prefix.toLowerCase(), prefix.toUpperCase()].map((text) => ({ ...predicate, prefix: text }))
      return { op: 'or', any }
    }),
  ),
  mutant(
    8,
    'a negated sub-select is not negated',
    withFilters((predicate) => (predicate.op === 'inSelect' ? { ...predicate, negated: false } : predicate)),
  ),
  mutant(
    8,
    'a sub-select forgets its filter',
    withFilters((predicate) => {
      if (predicate.op !== 'inSelect') return predicate
      const { where } = predicate.select
      const tenant = where.op === 'and' ? where.all.filter(isTenantTest) : [where]
      return { ...predicate, select: { ...predicate.select, where: { op: 'and', all: tenant } } }
    }),
  ),
  mutant(
    9,
    'a search takes any of its words',
    withFilters((predicate) =>
      predicate.op === 'match' && predicate.words.length > 1
        ? { op: 'or', any: predicate.words.map((word) => ({ op: 'match', words: [word] })) }
        : predicate,
    ),
  ),
  mutant(
    9,
    'a search passes over words of two letters',
    withFilters((predicate) =>
      predicate.op === 'match' ? { ...predicate, words: predicate.words.filter((word) => word.length > 2) } : predicate,
    ),
  ),
]

function isEqualityOf(predicate: Predicate, field: string): boolean {
  return predicate.op === 'compare' && predicate.test === 'eq' && predicate.field === field
}

/** Code-point order by way of UTF-32, null lowest. */
function compareStoredStrings(left: unknown, right: unknown): number {
  if (typeof left !== 'string' || typeof right !== 'string') return compareAny(left, right)
  const a = [...left].map((sign) => sign.codePointAt(0) ?? 0)
  const b = [...right].map((sign) => sign.codePointAt(0) ?? 0)
  for (const [position, code] of a.entries()) {
    const other = b[position]
    if (other === undefined) return 1
    if (code !== other) return code - other
  }
  return a.length - b.length
}
