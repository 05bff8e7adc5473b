import type { FieldKind } from '@socius/core/store'
import type { Column } from '../table.js'

const types: Record<FieldKind, string> = {
  string: 'text',
  json: 'text',
  integer: 'bigint',
  instant: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
}

/** The type of the column that holds this kind. */
export function typeOf(kind: FieldKind): string {
  return types[kind]
}

/**
 * Values of one column as the text of a Postgres array, which every driver passes on as it is. Much faster than a
 * parameter for each value.
 */
export function arrayOf(column: Pick<Column, 'field' | 'encode'>, values: readonly unknown[]): string {
  const quoted = types[column.field.kind] === 'text'
  let text = '{'
  for (let i = 0; i < values.length; i++) {
    const value = column.encode(values[i] ?? null)
    if (i > 0) text += ','
    if (value === null) text += 'NULL'
    else text += quoted ? quote(value as string) : String(value as number | boolean) // the field's kind says which
  }
  return `${text}}`
}

export function textArray(values: readonly string[]): string {
  // Ids hardly ever hold what has to be escaped: one look at all of them is cheaper than one at each.
  const isPlain = !/["\\]/.test(values.join(' '))
  return isPlain && values.length > 0 ? `{"${values.join('","')}"}` : `{${values.map(quote).join(',')}}`
}

function quote(value: string): string {
  const escaped = value.includes('"') || value.includes('\\') ? value.replaceAll(/["\\]/g, String.raw`\$&`) : value
  return `"${escaped}"`
}
