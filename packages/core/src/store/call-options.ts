import { SociusError, searchWords } from '../kernel/index.js'
import { type Collection, searchColumn } from './collection.js'
import { requireField } from './normalise.js'
import type { Measure, OrderTerm, Predicate } from './plan.js'
import { toStoredValue } from './row.js'
import { maxRows, type OrderBy } from './store.js'
import type { StoreAdapter } from './store-adapter.js'

/** A collection of which only names and shapes are of interest. */
export type Loose = Collection<{ id: string }>

export function matching(adapter: StoreAdapter, collection: Loose, text: string | undefined): readonly Predicate[] {
  if (text === undefined) return []
  if (collection.shape.search === null) {
    throw new SociusError('invalid_input', `${collection.name} declares no fields for full-text search.`)
  }
  if (!adapter.search) throw new SociusError('unsupported', `The ${adapter.name} store has no full-text search.`)
  const words = searchWords(text)
  // A text without words asks for nothing; it must not turn into "everything".
  return words.length === 0 ? [{ op: 'or', any: [] }] : [{ op: 'match', words }]
}

/** @returns The id, if it is one: what no row can hold must not reach a database. */
export function checkId(collection: string, id: unknown): string {
  if (typeof id === 'string' && id.isWellFormed() && !id.includes('\0')) return id
  throw new SociusError('invalid_input', `${collection}: an id is well-formed text.`)
}

export function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxRows) return limit
  throw new SociusError('invalid_input', `A limit is a whole number from 1 to ${maxRows}.`)
}

export function orderTerm(field: string, direction: 'asc' | 'desc'): OrderTerm {
  return { field, descending: direction === 'desc' }
}

export function totalOrder<Row>(
  collection: Loose,
  orderBy: OrderBy<Row> | undefined,
  tenant: string | null,
): readonly OrderTerm[] {
  const terms = (orderBy ?? []).map(([field, direction]) => orderTerm(field, direction))
  for (const term of terms) requireField(collection, term.field)
  const descending = terms.at(-1)?.descending ?? false
  const keys = tenant === null ? ['tenant', 'id'] : ['id']
  const missing = keys.filter((key) => !terms.some((term) => term.field === key))
  return [...terms, ...missing.map((field) => ({ field, descending }))]
}

export function toMeasure(collection: Loose, as: string, measure: unknown): Measure {
  if (measure === 'count') return { as, measure: 'count' }
  const [entry] = Object.entries(measure as Record<string, string>)
  const [name, field] = entry ?? []
  if (field === undefined || (name !== 'sum' && name !== 'min' && name !== 'max' && name !== 'distinct')) {
    throw new SociusError('invalid_input', `There is no measure like "${as}".`)
  }
  const { kind } = requireField(collection, field)
  if (name === 'sum' && kind !== 'integer' && kind !== 'number') {
    throw new SociusError('invalid_input', `${field} cannot be summed.`)
  }
  return { as, measure: name, field }
}

export function toChange(
  collection: Loose,
  set: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  const change: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(set ?? {})) {
    if (value === undefined) continue
    const field = collection.fields.get(name)
    const fixed =
      name === 'id' || name === 'tenant' || name === collection.shape.search || name === collection.shape.sequence
    if (!field || fixed || collection.searchFields.includes(name)) {
      throw new SociusError('invalid_input', `${collection.name}.${name} cannot be set by an update.`)
    }
    change[name] = toStoredValue(collection.name, field, value)
  }
  return change
}

/** Numbers to add, by field; `set` holds the fields that the same update sets. */
export function toAdditions(
  collection: Loose,
  add: Readonly<Record<string, number | undefined>> | undefined,
  set: Readonly<Record<string, unknown>>,
): Record<string, number> {
  const additions: Record<string, number> = {}
  for (const [name, amount] of Object.entries(add ?? {})) {
    if (amount === undefined) continue
    const { kind } = requireField(collection, name)
    const whole = kind === 'integer' || kind === 'instant'
    const fits = whole ? Number.isSafeInteger(amount) : kind === 'number' && Number.isFinite(amount)
    if (!fits || name === collection.shape.sequence || name in set) {
      throw new SociusError('invalid_input', `${collection.name}.${name} cannot be added to like that.`)
    }
    additions[name] = amount
  }
  return additions
}

/** Refuses what is no field of the rows: unknown names, and the columns that only a database has. */
export function requireOwnField(collection: Loose, name: string): void {
  if (collection.fields.has(name) && name !== 'tenant' && name !== searchColumn) return
  throw new SociusError('invalid_input', `${collection.name} has no field "${name}".`)
}
