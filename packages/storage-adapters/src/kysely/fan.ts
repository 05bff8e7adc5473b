import type { CollectionShape, IndexShape, Predicate, Scalar, SelectPlan } from '@socius/core/store'
import { conjuncts, type Selection } from './select.js'

/**
 * The first rows of many values of one field: what the people whom somebody follows have published. An index that holds
 * each value's rows in the order asked gives them value by value, a page of each at most; to the engines left alone, it
 * is either all rows of all values, sorted, or all rows of everybody, filtered.
 */
export interface Fan {
  readonly field: string
  /** The values, or where they come from. */
  readonly values: SelectPlan | readonly Scalar[]
  /** What else has to hold. */
  readonly rest: readonly Predicate[]
  /** The index that serves it, and how many of its fields come before the order. */
  readonly index: IndexShape
  readonly prefix: number
}

/** Shorter lists are no more than most engines merge by themselves. */
const shortList = 8

/** The selection as a fan, if it is one and an index serves it. */
export function recogniseFan(
  shape: CollectionShape,
  { where, orderBy }: Selection,
  leastValues = shortList,
): Fan | null {
  const [first] = orderBy
  if (!first || orderBy.some((term) => term.descending !== first.descending)) return null
  const parts = conjuncts(where)
  // Whole words are found by an index of their own: to walk another, or be made to, would lose it.
  if (parts.some(({ op }) => op === 'match')) return null
  const fixed = new Set(parts.flatMap((part) => (part.op === 'compare' && part.test === 'eq' ? [part.field] : [])))
  const order = orderBy.map((term) => term.field)
  for (const part of parts) {
    const found = valuesOf(part, leastValues)
    if (!found || fixed.has(found.field)) continue
    const { field, values } = found
    for (const index of shape.indexes) {
      const prefix = prefixBefore(index.fields, field, fixed, order)
      if (prefix > 0) return { field, values, rest: parts.filter((other) => other !== part), index, prefix }
    }
  }
  return null
}

function valuesOf(part: Predicate, leastValues: number): { field: string; values: Fan['values'] } | null {
  if (part.op === 'inSelect' && !part.negated) return { field: part.field, values: part.select }
  const isLong = part.op === 'in' && !part.negated && part.values.length >= leastValues
  return isLong && typeof part.values[0] === 'string' ? part : null
}
/**
 * How many fields the index has before the order, if they are the field and fields that are fixed, and the order follows;
 * else 0.
 */
function prefixBefore(
  fields: readonly string[],
  field: string,
  fixed: ReadonlySet<string>,
  order: readonly string[],
): number {
  const start = fields.findIndex((name) => name !== field && !fixed.has(name))
  if (start < 0 || !fields.slice(0, start).includes(field)) return 0
  return order.every((name, position) => fields[start + position] === name) ? start : 0
}
