import * as z from 'zod'
import { markInstant, maxKeyLength } from './field.js'

/** A field for a point in time: milliseconds since the epoch. */
export function instant(): z.ZodInt {
  return markInstant(z.int())
}

/** A field for the id of a row, here or in another collection. */
export function reference(): z.ZodString {
  return z.string().min(1).max(maxKeyLength)
}
