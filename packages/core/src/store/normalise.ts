import { SociusError } from '../kernel/index.js'
import { type Collection, searchColumn } from './collection.js'
import type { FieldShape, Scalar } from './field.js'
import type { Comparison, Predicate } from './plan.js'
import { isFieldTest, isSelection, type Selection, type Where } from './where.js'

/** A filter that nothing matches: an `or` of no branches. */
export const never: Predicate = { op: 'or', any: [] }
/** A filter that everything matches: an `and` of no tests. */
export const always: Predicate = { op: 'and', all: [] }

/** Whether the predicate is known to match nothing. */
export function isNever(predicate: Predicate): boolean {
  return predicate.op === 'or' && predicate.any.length === 0
}

function isAlways(predicate: Predicate): boolean {
  return predicate.op === 'and' && predicate.all.length === 0
}

/** Conjunction, flattened; false as soon as one part is. */
export function allOf(parts: readonly Predicate[]): Predicate {
  const all = parts.flatMap((part) => (part.op === 'and' ? part.all : [part]))
  if (all.some(isNever)) return never
  const [first] = all
  return all.length === 1 && first ? first : { op: 'and', all }
}

/** Disjunction, flattened; true as soon as one part is. */
export function anyOf(parts: readonly Predicate[]): Predicate {
  const any = parts.flatMap((part) => (part.op === 'or' ? part.any : [part]))
  if (any.some(isAlways)) return always
  const [first] = any
  return any.length === 1 && first ? first : { op: 'or', any }
}

/** `field = value`. */
export function equals(field: string, value: Scalar): Predicate {
  return { op: 'compare', field, test: 'eq', value }
}

interface NormaliseContext {
  readonly collection: Collection<{ id: string }>
  /** Every sub-select is held to this tenant too; null reads across tenants. */
  readonly tenant: string | null
  readonly nested: boolean
}

/**
 * A typed filter as a predicate that adapters execute.
 * @throws `invalid_input` for a field, test or value that the collection does not have.
 */
export function normaliseWhere<Row extends { id: string }>(
  collection: Collection<Row>,
  where: Where<Row> | undefined,
  tenant: string | null,
  nested = false,
): Predicate {
  // Below this line a filter is read by name, and every name and value is checked against the collection.
  const context = { collection: collection as unknown as NormaliseContext['collection'], tenant, nested }
  return normalise(context, (where ?? {}) as LooseWhere)
}

type LooseWhere = Readonly<Record<string, unknown>>

function normalise(context: NormaliseContext, where: LooseWhere): Predicate {
  const parts: Predicate[] = []
  for (const [field, operand] of Object.entries(where)) {
    if (operand === undefined) continue
    if (field === 'and') parts.push(...asList(operand).map((part) => normalise(context, part)))
    else if (field === 'or') parts.push(anyOf(asList(operand).map((part) => normalise(context, part))))
    else parts.push(...fieldPredicates(context, field, operand))
  }
  return allOf(parts)
}

function asList(operand: unknown): readonly LooseWhere[] {
  if (!Array.isArray(operand) || operand.some((part) => !isFieldTest(part))) {
    throw new SociusError('invalid_input', 'and / or take a list of filters.')
  }
  return operand as readonly LooseWhere[]
}

function fieldPredicates(context: NormaliseContext, name: string, operand: unknown): Predicate[] {
  const field = requireField(context.collection, name)
  if (!isFieldTest(operand)) return [equal(field, operand)]
  return Object.entries(operand).flatMap(([test, value]) => {
    if (value === undefined) return []
    switch (test) {
      case 'eq':
        return [equal(field, value)]
      case 'ne':
        return [unequal(field, value)]
      case 'in':
      case 'notIn':
        return [membership(context, field, value, test === 'notIn')]
      case 'lt':
      case 'lte':
      case 'gt':
      case 'gte':
        return [{ op: 'compare', field: name, test: test satisfies Comparison, value: scalar(field, value) } as const]
      case 'startsWith':
        if (field.kind !== 'string') throw misfit(field, value)
        return value === ''
          ? [orNotNull(field)]
          : [{ op: 'startsWith', field: name, prefix: String(scalar(field, value)) } as const]
      default:
        throw new SociusError('invalid_input', `There is no test "${test}".`)
    }
  })
}

function orNotNull(field: FieldShape): Predicate {
  return field.nullable ? { op: 'null', field: field.name, is: false } : always
}

function isNull(field: FieldShape, is: boolean): Predicate {
  if (!field.nullable) return is ? never : always
  return { op: 'null', field: field.name, is }
}

function equal(field: FieldShape, value: unknown): Predicate {
  return value === null ? isNull(field, true) : equals(field.name, scalar(field, value))
}

function unequal(field: FieldShape, value: unknown): Predicate {
  if (value === null) return isNull(field, false)
  return anyOf([{ op: 'compare', field: field.name, test: 'ne', value: scalar(field, value) }, isNull(field, true)])
}

function membership(context: NormaliseContext, field: FieldShape, value: unknown, negated: boolean): Predicate {
  const orNull = (predicate: Predicate) => (negated ? anyOf([predicate, isNull(field, true)]) : predicate)
  if (isSelection(value)) return orNull(subSelect(context, field, value, negated))
  if (!Array.isArray(value)) throw misfit(field, value)
  const values = [...new Set(value.map((entry) => scalar(field, entry)))]
  const [only] = values
  if (only === undefined) return negated ? always : never
  if (values.length === 1 && !negated) return equals(field.name, only)
  return orNull({ op: 'in', field: field.name, values, negated })
}

function subSelect(
  context: NormaliseContext,
  field: FieldShape,
  value: Selection<Scalar>,
  negated: boolean,
): Predicate {
  if (context.nested) throw new SociusError('invalid_input', 'A sub-select cannot hold another sub-select.')
  const inner = requireField(value.collection, value.field)
  if (inner.kind !== field.kind) throw misfit(field, value.field)
  const { tenant } = context
  const where = allOf([
    ...(tenant === null ? [] : [equals('tenant', tenant)]),
    normaliseWhere(value.collection, value.where as Where<{ id: string }>, tenant, true),
    orNotNull(inner),
  ])
  if (isNever(where)) return negated ? always : never
  return {
    op: 'inSelect',
    field: field.name,
    negated,
    select: { collection: value.collection.shape, field: inner.name, where },
  }
}

/** The field of that name, if it can be filtered. */
export function requireField(collection: Collection<{ id: string }>, name: string): FieldShape {
  const field = collection.fields.get(name)
  if (!field || field.kind === 'json' || name === searchColumn) {
    throw new SociusError('invalid_input', `${collection.name} has no field "${name}" to filter or order by.`)
  }
  return field
}

/** The value, if the field can hold it. */
export function scalar(field: FieldShape, value: unknown): Scalar {
  switch (field.kind) {
    case 'string':
      if (typeof value === 'string' && value.isWellFormed() && !value.includes('\0')) return value
      break
    case 'boolean':
      if (typeof value === 'boolean') return value
      break
    case 'number':
      // Negative zero is zero: engines differ in whether they keep its sign.
      if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value
      break
    default:
      if (typeof value === 'number' && Number.isSafeInteger(value)) return value === 0 ? 0 : value
  }
  throw misfit(field, value)
}

function misfit(field: FieldShape, value: unknown): SociusError {
  return new SociusError('invalid_input', `The field "${field.name}" does not take ${describe(value)}.`, {
    details: { field: field.name, kind: field.kind },
  })
}

// Names the type only: the value may be something that must not be repeated.
function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return 'this text'
  return typeof value === 'number' ? 'this number' : `a ${typeof value}`
}
