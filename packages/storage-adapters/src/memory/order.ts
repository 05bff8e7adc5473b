import type { OrderTerm, StoredRow } from '@socius/core/store'

type Ordered = string | number | boolean | null

/**
 * Code-point order. JavaScript compares UTF-16 units, which puts the surrogates of U+10000 and above below U+E000, so
 * that an emoji would come before U+FFFD.
 */
export function compareStrings(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i)
    const b = right.charCodeAt(i)
    if (a !== b) return weigh(a) - weigh(b)
  }
  return left.length - right.length
}

function weigh(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** The order of two values of one field: null below every value, false below true. */
export function compareValues(left: Ordered, right: Ordered): number {
  if (left === right) return 0
  if (left === null) return -1
  if (right === null) return 1
  if (typeof left === 'string') return compareStrings(left, String(right))
  return Number(left) < Number(right) ? -1 : 1
}

/** The order of two rows by these terms, first to last. */
export function compareRows(orderBy: readonly OrderTerm[]): (left: StoredRow, right: StoredRow) => number {
  return (left, right) => {
    for (const { field, descending } of orderBy) {
      const order = compareValues(valueOf(left, field), valueOf(right, field))
      if (order !== 0) return descending ? -order : order
    }
    return 0
  }
}

/** The value of a scalar field. Core lets no json field into a filter or an order. */
export function valueOf(row: StoredRow, field: string): Ordered {
  return (row[field] ?? null) as Ordered
}
