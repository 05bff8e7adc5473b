import * as z from 'zod/mini'
import { markInstant, maxKeyLength } from './field.js'

// Schemas never change, so one serves every field: building hundreds of the same is what importing this package costs.
const oneInstant = markInstant(z.int())
const oneText = z.string()
const oneInteger = z.int()
const oneReference = z.string().check(z.minLength(1), z.maxLength(maxKeyLength))

/**
 * A field for a point in time: milliseconds since the epoch. Like every schema here it is one of `zod/mini`, which any zod 4
 * takes: `z.nullable(instant())`.
 */
export function instant(): z.ZodMiniNumberFormat {
  return oneInstant
}

/** A field for the id of a row, here or in another collection. */
export function reference(): z.ZodMiniString<string> {
  return oneReference
}

/** A field for text of any length. */
export function text(): z.ZodMiniString<string> {
  return oneText
}

/** A field for a whole number. */
export function integer(): z.ZodMiniNumberFormat {
  return oneInteger
}

const nullables = new WeakMap<z.core.$ZodType, z.core.$ZodType>()

/** The same field, which may also be null. */
export function orNull<Schema extends z.core.$ZodType>(schema: Schema): z.ZodMiniNullable<Schema> {
  const known = nullables.get(schema) ?? z.nullable(schema)
  nullables.set(schema, known)
  return known as z.ZodMiniNullable<Schema> // only what `nullable` gave for this very schema is kept under it
}
