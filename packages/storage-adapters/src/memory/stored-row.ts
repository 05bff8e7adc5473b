import { type CollectionShape, SociusError, type StoredRow } from '@socius/core/store'

/** The row as tables hold it: a copy, json as text, so that nothing outside shares a part of it. */
export function encodeRow(shape: CollectionShape, row: StoredRow): StoredRow {
  const encoded = { ...row }
  for (const { name, kind } of shape.fields) {
    if (kind === 'json' && encoded[name] !== undefined) encoded[name] = encodeJson(shape, encoded[name])
  }
  return encoded
}

/** The row as callers see it: a copy of their own, of all fields or of these. */
export function decodeRow(shape: CollectionShape, row: StoredRow, fields?: readonly string[]): StoredRow {
  const decoded: StoredRow = fields ? Object.fromEntries(fields.map((field) => [field, row[field]])) : { ...row }
  for (const { name, kind } of shape.fields) {
    const value = decoded[name]
    if (kind === 'json' && typeof value === 'string') decoded[name] = JSON.parse(value)
  }
  return decoded
}

function encodeJson(shape: CollectionShape, value: unknown): string | null {
  if (value === null) return null
  try {
    const text: string | undefined = JSON.stringify(value)
    if (text !== undefined) return text
  } catch (cause) {
    throw new SociusError('store_rejected', `A value for ${shape.name} cannot be written as JSON.`, { cause })
  }
  throw new SociusError('store_rejected', `A value for ${shape.name} cannot be written as JSON.`)
}
