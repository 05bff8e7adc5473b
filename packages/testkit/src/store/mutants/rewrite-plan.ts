import type { OrderTerm, Predicate, StoredRow } from '@socius/core/store'
import type { FaultyMembers } from './store-mutant.js'

/** A predicate for another one; the parts of it have been replaced before. */
export type Rewrite = (predicate: Predicate) => Predicate

/** The predicate with every part of it rewritten, sub-selects included. */
export function rewritePredicate(predicate: Predicate, rewrite: Rewrite): Predicate {
  switch (predicate.op) {
    case 'and':
      return rewrite({ ...predicate, all: predicate.all.map((part) => rewritePredicate(part, rewrite)) })
    case 'or':
      return rewrite({ ...predicate, any: predicate.any.map((part) => rewritePredicate(part, rewrite)) })
    case 'inSelect': {
      const where = rewritePredicate(predicate.select.where, rewrite)
      return rewrite({ ...predicate, select: { ...predicate.select, where } })
    }
    default:
      return rewrite(predicate)
  }
}

/** Every plan gets its filter rewritten. */
export function withFilters(rewrite: Rewrite): FaultyMembers {
  const filter = <Plan extends { readonly where: Predicate }>(plan: Plan): Plan => ({
    ...plan,
    where: rewritePredicate(plan.where, rewrite),
  })
  return (good) => ({
    query: (plan) =>
      good.query({ ...plan, branches: plan.branches.map((branch) => rewritePredicate(branch, rewrite)) }),
    aggregate: (plan) => good.aggregate(filter(plan)),
    update: (plan) => good.update(filter(plan)),
    claim: (plan) => good.claim(filter(plan)),
    remove: (plan) => good.remove(filter(plan)),
  })
}

/** How one term compares two values: below zero, zero, or above. */
export type CompareValues = (left: unknown, right: unknown) => number

/** Rows in an order of the fault's own. */
export function sortRows(
  rows: readonly StoredRow[],
  orderBy: readonly OrderTerm[],
  compare: CompareValues,
): StoredRow[] {
  return [...rows].sort((left, right) => {
    for (const { field, descending } of orderBy) {
      const order = compare(left[field] ?? null, right[field] ?? null)
      if (order !== 0) return descending ? -order : order
    }
    return 0
  })
}

/** Null lowest, the rest as JavaScript has it. */
export function compareAny(left: unknown, right: unknown): number {
  if (left === right) return 0
  if (left === null) return -1
  if (right === null) return 1
  return (left as string) < (right as string) ? -1 : 1
}

/** More rows than any test stores: a plan with this limit reads all that match. */
export const noLimit = 100_000

/** Queries that come in an order of the fault's own. */
export function withOrder(compare: CompareValues): FaultyMembers {
  return (good) => ({
    async query(plan) {
      const rows = await good.query({ ...plan, limit: noLimit })
      return sortRows(rows, plan.orderBy, compare).slice(0, plan.limit)
    },
  })
}
