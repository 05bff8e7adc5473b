import * as z from 'zod/mini'

/** A JSON Schema (draft 2020-12), as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>

interface Named {
  readonly id: string
}

/** What of zod's own conversion is changed: nobody needs to be told how far whole numbers go. */
function tidy({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes
  jsonSchema: z.core.JSONSchema.BaseSchema
}): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  // A result may get further fields: only where the declaration is strict are others shut out.
  const { type, catchall } = zodSchema._zod.def as { type: string; catchall?: unknown }
  if (type === 'object' && catchall === undefined && jsonSchema.additionalProperties === false) {
    delete jsonSchema.additionalProperties
  }
}

const settings = { unrepresentable: 'any', override: tidy } as const

/** The JSON Schema of what a caller hands in. */
export function inputSchemaOf(input: z.core.$ZodType): JsonSchema {
  return { type: 'object', ...bare(z.toJSONSchema(input, { ...settings, io: 'input' })) }
}

/** The JSON Schemas of results, each under its name; those that hold another named one refer to it. */
export function outputSchemasOf(
  named: ReadonlyMap<z.core.$ZodType, string>,
  refer: (name: string) => string,
): Record<string, JsonSchema> {
  const registry = z.registry<Named>()
  for (const [schema, id] of named) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { ...settings, io: 'output', uri: refer })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]))
}

/** Without what only stands in a document of its own. */
function bare(document: object): JsonSchema {
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== '$schema' && key !== '$id'))
}
