import type * as z from 'zod/mini'
import { SociusError } from '../kernel/index.js'

/** What a column can hold. `instant` is milliseconds since the epoch; `json` is opaque and cannot be filtered. */
export type FieldKind = 'string' | 'integer' | 'number' | 'boolean' | 'instant' | 'json'

/** A value that can be filtered, ordered and compared. */
export type Scalar = string | number | boolean

/** One column, as plain data. */
export interface FieldShape {
  readonly name: string
  readonly kind: FieldKind
  readonly nullable: boolean
  /** The largest number of characters, for strings that stand in a key or an index; `null` means unbounded. */
  readonly maxLength: number | null
}

/** A string that stands in a key or an index may be this long: three of them fit into every engine's index entry. */
export const maxKeyLength = 191

// Each entry of this package holds a copy of this file: the marker is shared by all, a set of schemas is not.
const instantMarker = Symbol.for('socius.instant')

/** Marks a schema as holding a point in time. */
export function markInstant<Schema extends object>(schema: Schema): Schema {
  return Object.defineProperty(schema, instantMarker, { value: true })
}

/** The kind and nullability that a zod schema stands for. */
export function describeField(
  collection: string,
  name: string,
  schema: z.core.$ZodType,
): Omit<FieldShape, 'maxLength'> {
  let inner = schema
  let nullable = false
  for (;;) {
    const definition = inner._zod.def as { type: string; innerType?: z.core.$ZodType }
    if (definition.type === 'nullable') nullable = true
    else if (definition.type === 'optional' || definition.type === 'default') {
      throw new SociusError('invalid_option', `${collection}.${name}: a stored field is nullable, never optional.`)
    } else if (definition.type !== 'readonly') break
    if (definition.innerType === undefined) break
    inner = definition.innerType
  }
  return { name, kind: kindOf(inner), nullable }
}

function kindOf(schema: z.core.$ZodType): FieldKind {
  if (instantMarker in schema) return 'instant'
  const definition = schema._zod.def as { type: string; format?: string; values?: readonly unknown[] }
  switch (definition.type) {
    case 'string':
    case 'enum':
    case 'template_literal':
      return 'string'
    case 'literal':
      return definition.values?.every((value) => typeof value === 'string') ? 'string' : 'json'
    case 'number':
      return definition.format === 'safeint' ? 'integer' : 'number'
    case 'boolean':
      return 'boolean'
    default:
      return 'json'
  }
}
