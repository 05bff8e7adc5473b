import * as z from 'zod'
import { markInstant, maxKeyLength } from './field.js'

// Schemas never change, so one serves every field: building hundreds of the same is what importing this package costs.
const oneInstant = markInstant(z.int())
const oneText = z.string()
const oneInteger = z.int()
const oneReference = z.string().min(1).max(maxKeyLength)

/** A field for a point in time: milliseconds since the epoch. */
export function instant(): z.ZodInt {
  return oneInstant
}

/** A field for the id of a row, here or in another collection. */
export function reference(): z.ZodString {
  return oneReference
}

/** A field for text of any length. */
export function text(): z.ZodString {
  return oneText
}

/** A field for a whole number. */
export function integer(): z.ZodInt {
  return oneInteger
}

const nullables = new WeakMap<z.ZodType, z.ZodType>()

/** The same field, which may also be null. */
export function orNull<Schema extends z.ZodType>(schema: Schema): z.ZodNullable<Schema> {
  const known = nullables.get(schema) ?? schema.nullable()
  nullables.set(schema, known)
  return known as z.ZodNullable<Schema> // only what `nullable` gave for this very schema is kept under it
}
