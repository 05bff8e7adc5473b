import { SociusError, searchWords } from '../kernel/index.js'
import { type Collection, type CollectionShape, searchColumn } from './collection.js'
import type { FieldShape } from './field.js'
import { scalar } from './normalise.js'
import type { StoredRow } from './plan.js'

/**
 * The row as adapters store it: checked against the collection, with its tenant and its search words.
 * @throws `invalid_input` for a missing or unknown field, a value of the wrong kind, or a key that is too long.
 */
export function toStoredRow(
  collection: Collection<{ id: string }>,
  tenant: string | null,
  row: Readonly<Record<string, unknown>>,
): StoredRow {
  if (tenant === null || !isPlainAndWhole(collection, row)) return convert(collection, tenant, row)
  const stored: StoredRow = { ...row }
  if (collection.shape.search !== null) stored[searchColumn] = wordsOf(collection, row)
  stored['tenant'] = tenant
  return stored
}

const checkedFields = new WeakMap<CollectionShape, readonly FieldShape[]>()

/** The fields that come from the caller. */
function fieldsOf(shape: CollectionShape): readonly FieldShape[] {
  const known = checkedFields.get(shape)
  if (known) return known
  const fields = shape.fields.filter(({ name }) => name !== 'tenant' && name !== shape.search)
  checkedFields.set(shape, fields)
  return fields
}

/**
 * Whether the row has every field of the collection, nothing else, and no value that would be stored as another. Nearly
 * every row is like that, and a copy of it made at once costs a quarter of one made field by field.
 */
function isPlainAndWhole({ shape }: Collection<{ id: string }>, row: Readonly<Record<string, unknown>>): boolean {
  const fields = fieldsOf(shape)
  if (shape.sequence !== null || Object.getPrototypeOf(row) !== Object.prototype) return false
  let count = 0
  for (const _ in row) count += 1
  if (count !== fields.length) return false
  for (const field of fields) {
    const value = row[field.name]
    if (value === null ? !field.nullable : value === undefined || !isStoredAsItIs(field, value)) return false
  }
  return true
}

function isStoredAsItIs({ kind, maxLength }: FieldShape, value: unknown): boolean {
  if (typeof value === 'string') {
    if (kind !== 'string') return kind === 'json'
    return (maxLength === null || value.length <= maxLength) && value.isWellFormed() && !value.includes('\0')
  }
  switch (kind) {
    case 'string':
      return false
    case 'json':
      return true
    case 'boolean':
      return typeof value === 'boolean'
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
    case 'integer':
    case 'instant':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
  }
}

/** Field by field: the way to every refusal, too. */
function convert(
  collection: Collection<{ id: string }>,
  tenant: string | null,
  row: Readonly<Record<string, unknown>>,
): StoredRow {
  const { shape, fields } = collection
  const stored: StoredRow = {}
  let known = 0
  for (const field of shape.fields) {
    const { name } = field
    if (name === shape.sequence) {
      if (row[name] !== undefined) known += 1
    } else if (name === 'tenant' && tenant !== null) {
      stored[name] = tenant
    } else if (name === searchColumn) {
      stored[name] = wordsOf(collection, row)
    } else {
      if (row[name] !== undefined) known += 1
      stored[name] = toStoredValue(collection.name, field, row[name])
    }
  }
  if (known !== countDefined(row)) {
    const unknown = Object.keys(row).find((name) => !fields.has(name) || name === searchColumn || name === 'tenant')
    throw new SociusError('invalid_input', `${collection.name} has no field "${unknown}".`)
  }
  return stored
}

function countDefined(row: Readonly<Record<string, unknown>>): number {
  let count = 0
  for (const name in row) if (row[name] !== undefined) count += 1
  return count
}

/** The value, if the field can hold it. A missing value is null. */
export function toStoredValue(collection: string, field: FieldShape, value: unknown): unknown {
  if (value === null || value === undefined) {
    if (field.nullable) return null
    throw new SociusError('invalid_input', `${collection}.${field.name} is missing.`, {
      details: { field: field.name },
    })
  }
  if (field.kind === 'json') return value
  if (field.maxLength !== null && typeof value === 'string' && value.length > field.maxLength) {
    throw new SociusError(
      'invalid_input',
      `${collection}.${field.name} is longer than ${field.maxLength} characters.`,
      {
        details: { field: field.name, maxLength: field.maxLength },
      },
    )
  }
  return scalar(field, value)
}

function wordsOf(collection: Collection<{ id: string }>, row: Readonly<Record<string, unknown>>): string {
  const texts = collection.searchFields.flatMap((field) => {
    const value = row[field]
    return typeof value === 'string' ? [value] : []
  })
  return searchWords(texts.join('\n')).join(' ')
}
