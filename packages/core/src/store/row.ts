import { SociusError } from '../kernel/index.js'
import { type Collection, searchColumn } from './collection.js'
import type { FieldShape } from './field.js'
import { scalar } from './normalise.js'
import type { StoredRow } from './plan.js'
import { searchWords } from './words.js'

/**
 * The row as adapters store it: checked against the collection, with its tenant and its search words.
 * @throws `invalid_input` for a missing or unknown field, a value of the wrong kind, or a key that is too long.
 */
export function toStoredRow(
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
