import type * as z from 'zod/mini'
import { once } from './once.js'

/** A schema, or a function that makes it: called once, when the schema is first needed. */
export type SchemaSource<Schema extends z.core.$ZodType> = Schema | (() => Schema)

/** The schema of a source, the same at every call. */
export function schemaOf<Schema extends z.core.$ZodType>(source: SchemaSource<Schema>): () => Schema {
  return typeof source === 'function' ? once(source) : () => source
}
