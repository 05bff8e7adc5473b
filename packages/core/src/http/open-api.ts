import type * as z from 'zod/mini'
import { errorCodes } from '../kernel/index.js'
import type { Module } from '../operation/index.js'
import type { OpenApiOptions } from './http-options.js'
import { inputSchemaOf, type JsonSchema, outputSchemasOf } from './json-schema.js'
import type { Route } from './routes.js'

/** A description in OpenAPI 3.1, as plain data. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
}

interface OpenApiParts {
  readonly routes: ReadonlyMap<string, Route>
  readonly modules: ReadonlyMap<string, Module>
  readonly basePath: string
  readonly options: OpenApiOptions
}

const about =
  'Each operation is one path. A query is a GET whose input stands in the query string: an empty value is null, a list ' +
  'repeats its key. It can also be a POST with the same input as JSON, for inputs too long for an address.'

/** Describes every route, from the declarations alone. */
export function createOpenApi({ routes, modules, basePath, options }: OpenApiParts): OpenApiDocument {
  const { title = 'Socius', version = '1.0.0', servers = [], security } = options
  const names = nameSchemas(routes, modules)
  const schemas = outputSchemasOf(names, reference)
  const described = [...routes.values()].map((route): [string, object] => [
    `${basePath}/${route.service}/${route.method}`,
    describeRoute(route, names),
  ])
  return {
    openapi: '3.1.0',
    info: { title, version, description: about },
    servers: servers.length > 0 ? servers.map((url) => ({ url })) : [{ url: '/' }],
    tags: [...new Set([...routes.values()].map(({ service }) => service))].map((name) => ({ name })),
    paths: Object.fromEntries(described) as OpenApiDocument['paths'],
    components: {
      schemas: { ...schemas, Problem: problemSchema },
      responses: { Problem: problemResponse },
      ...(security && { securitySchemes: security }),
    },
    ...(security && { security: Object.keys(security).map((name) => ({ [name]: [] })) }),
  }
}

/** What is shared has the name of its collection; every other result is named for its operation. */
function nameSchemas(
  routes: ReadonlyMap<string, Route>,
  modules: ReadonlyMap<string, Module>,
): ReadonlyMap<z.core.$ZodType, string> {
  const names = new Map<z.core.$ZodType, string>()
  const taken = new Set(['Problem'])
  const name = (schema: z.core.$ZodType, wanted: string) => {
    if (names.has(schema)) return
    let free = wanted
    for (let number = 2; taken.has(free); number++) free = `${wanted}${number}`
    taken.add(free)
    names.set(schema, free)
  }
  const results = [...routes.values()].map(({ operation }) => operation.output)
  const parts = new Set(results.flatMap((output) => [output, ...partsOf(output)]))
  for (const module of modules.values()) {
    for (const collection of module.collections) {
      const schema: z.core.$ZodType = collection.schema
      // Only rows that callers get to see.
      if (parts.has(schema)) name(schema, pascal(collection.shape.name))
    }
  }
  for (const { service, method, operation } of routes.values()) {
    const [item] = itemsOf(operation.output)
    if (item && uses(results, item) > 1) name(item, `${pascal(service)}Item`)
    name(operation.output, `${pascal(service)}${pascal(method)}Result`)
  }
  return names
}

function uses(results: readonly z.core.$ZodType[], item: z.core.$ZodType): number {
  return new Set(results.filter((output) => itemsOf(output).includes(item))).size
}

/** The schemas that stand directly in a result: a page's items and their fields. */
function partsOf(schema: z.core.$ZodType): z.core.$ZodType[] {
  const inner = itemsOf(schema)
  const fields = [schema, ...inner].flatMap((one) => Object.values(shapeOf(one)))
  return [...inner, ...fields]
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  const { shape } = schema._zod.def as { shape?: Readonly<Record<string, z.core.$ZodType>> }
  return shape ?? {}
}

/** The items of a page. */
function itemsOf(output: z.core.$ZodType): z.core.$ZodType[] {
  const { items } = shapeOf(output)
  const { element } = (items?._zod.def ?? {}) as { element?: z.core.$ZodType }
  return element ? [element] : []
}

function describeRoute(
  { service, method, operation, fields }: Route,
  names: ReadonlyMap<z.core.$ZodType, string>,
): object {
  const input = inputSchemaOf(operation.input)
  const isRead = fields !== null
  const described = {
    operationId: `${service}_${method}`,
    tags: [service],
    summary: operation.summary,
    ...(isRead
      ? { parameters: parametersOf(input) }
      : { requestBody: { required: true, content: { 'application/json': { schema: input } } } }),
    responses: {
      200: {
        description: 'The result.',
        ...(isRead && { headers: { ETag: { schema: { type: 'string' }, description: 'A hash of the result.' } } }),
        content: { 'application/json': { schema: { $ref: reference(names.get(operation.output) ?? 'Problem') } } },
      },
      ...(isRead && { 304: { description: 'The result is still the one that `If-None-Match` names.' } }),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
  return isRead ? { get: described } : { post: described }
}

function parametersOf(input: JsonSchema): object[] {
  const required = new Set((input['required'] ?? []) as readonly string[])
  const properties = (input['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    ...(isNullable(schema) && { allowEmptyValue: true }),
    schema,
  }))
}

function isNullable({ type, anyOf }: JsonSchema): boolean {
  const types = [type, ...((anyOf ?? []) as readonly JsonSchema[]).map((one) => one['type'])].flat()
  return types.includes('null')
}

function reference(name: string): string {
  return `#/components/schemas/${name}`
}

function pascal(name: string): string {
  return name.replace(/(?:^|[_-])([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase())
}

const problemSchema: JsonSchema = {
  type: 'object',
  description: 'What went wrong: RFC 9457, with a code out of a closed set.',
  required: ['type', 'title', 'status', 'code', 'retryable', 'details'],
  properties: {
    type: { type: 'string', description: '`urn:socius:error:<code>`' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: errorCodes },
    retryable: { type: 'boolean', description: 'Whether the same request may succeed later.' },
    retryAfter: { type: 'number', description: 'Milliseconds to wait before a repeat.' },
    details: { type: 'object', additionalProperties: true },
  },
}

const problemResponse = {
  description: 'What went wrong.',
  headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds to wait before a repeat.' } },
  content: { 'application/problem+json': { schema: { $ref: reference('Problem') } } },
}
