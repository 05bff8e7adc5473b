import { digest, SociusError } from '../kernel/index.js'
import type { Collection } from './collection.js'
import type { Scalar } from './field.js'
import { allOf, anyOf, equals, never, requireField, scalar } from './normalise.js'
import type { OrderTerm, Predicate, StoredRow } from './plan.js'

/** Longer cursors do not leave here and are not read: the values of indexed fields make none that long. */
const maxCursorLength = 16_384

/**
 * The place of a row in an order, as text that is safe in a URL.
 * @throws `invalid_input` when the row is ordered by a text of many thousand characters.
 */
export function encodeCursor(collection: string, orderBy: readonly OrderTerm[], row: StoredRow): string {
  const values = orderBy.map(({ field }) => row[field] ?? null)
  const bytes = new TextEncoder().encode(JSON.stringify([fingerprint(collection, orderBy), ...values]))
  // Four characters hold three bytes.
  if (bytes.length > maxCursorLength * 0.75) {
    throw new SociusError(
      'invalid_input',
      `${collection}: no page can end at a text this long; order by another field.`,
    )
  }
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/**
 * The values that a cursor stands for.
 * @throws `invalid_cursor` when it is damaged, or comes from another collection or order.
 */
export function decodeCursor(
  collection: Collection<{ id: string }>,
  orderBy: readonly OrderTerm[],
  cursor: string,
): readonly (Scalar | null)[] {
  try {
    if (typeof cursor !== 'string' || cursor.length > maxCursorLength) throw new Error('length')
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (!Array.isArray(parsed) || parsed.length !== orderBy.length + 1) throw new Error('shape')
    const [print, ...values] = parsed as unknown[]
    if (print !== fingerprint(collection.name, orderBy)) throw new Error('order')
    return orderBy.map((term, position) => {
      const field = requireField(collection, term.field)
      const value = values[position] ?? null
      if (value === null && field.nullable) return null
      return scalar(field, value)
    })
  } catch (cause) {
    throw new SociusError('invalid_cursor', 'The cursor is damaged or belongs to another list.', { cause })
  }
}

function fingerprint(collection: string, orderBy: readonly OrderTerm[]): string {
  return digest(JSON.stringify([collection, orderBy.map((term) => [term.field, term.descending])])).slice(0, 6)
}

/**
 * The rows after the cursor. For two terms: `a <= x and (a < x or (a = x and id < y))`: the first test is redundant
 * and lets every engine start its index walk at the right place; a row-value comparison is slow on MariaDB.
 */
export function afterCursor(
  collection: Collection<{ id: string }>,
  orderBy: readonly OrderTerm[],
  values: readonly (Scalar | null)[],
): Predicate {
  const [term, ...rest] = orderBy
  const value = values[0] ?? null
  if (!term) return never
  const { nullable } = requireField(collection, term.field)
  const beyond = beyondValue(term, value, nullable)
  if (rest.length === 0) return beyond
  const same: Predicate = value === null ? { op: 'null', field: term.field, is: true } : equals(term.field, value)
  const tie = allOf([same, afterCursor(collection, rest, values.slice(1))])
  const either = anyOf([beyond, tie])
  if (value === null || (nullable && term.descending)) return either
  const bound: Predicate = { op: 'compare', field: term.field, test: term.descending ? 'lte' : 'gte', value }
  return allOf([bound, either])
}

// Null is below every value: ascending it comes first, descending last.
function beyondValue(term: OrderTerm, value: Scalar | null, nullable: boolean): Predicate {
  const { field, descending } = term
  if (value === null) return descending ? never : { op: 'null', field, is: false }
  const strictly: Predicate = { op: 'compare', field, test: descending ? 'lt' : 'gt', value }
  return descending && nullable ? anyOf([strictly, { op: 'null', field, is: true }]) : strictly
}
