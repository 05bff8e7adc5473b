// Writes docs/reference/operations.md: every operation with its input, from the declarations that serve it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSocius, system } from '@socius/core'
import { memoryStore } from '@socius/storage-adapters/memory'

/** What of JSON Schema the operations' inputs use. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly required?: readonly string[]
  readonly default?: unknown
}

const social = await createSocius({ store: memoryStore() })
const { paths } = await social.openApi()
const routes = new Map(
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string] => [
      (operation as { operationId: string }).operationId,
      `${method.toUpperCase()} ${path}`,
    ]),
  ),
)

const services = new Map<string, string[]>()
for (const { name, description, inputSchema } of await social.tools(system)) {
  const [service = '', method = ''] = name.split('_')
  const route = routes.get(name)
  const parts = [
    `### ${service}.${method}`,
    description,
    route === undefined ? '' : `\`${route}\``,
    // The description is core's own, and a tool's input is always an object.
    tableOf(inputSchema as Schema),
  ]
  services.set(service, [...(services.get(service) ?? []), parts.filter((part) => part !== '').join('\n\n')])
}
await social.close()

const introduction = `# Operations

What every social system offers, generated from the declarations. In process the actor comes first: \`social.feed.home(actor,
input)\`. The [client](/guides/client) leaves the actor out; over [HTTP](/guides/http) the address is the one below, with the base path that
you choose. A field that is marked with * has to be there. What each operation is for is said in [the guides](/guides/).`

const sections = [...services].map(([service, operations]) => [`## ${service}`, ...operations].join('\n\n'))
writeFileSync(join(import.meta.dirname, 'reference/operations.md'), `${[introduction, ...sections].join('\n\n')}\n`)

function tableOf({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(([field, schema]) => {
    const preset = schema.default === undefined ? '' : code(JSON.stringify(schema.default))
    // What has a default is there in any case.
    const mark = required.includes(field) && preset === '' ? ' *' : ''
    return `| \`${field}\`${mark} | ${code(typeOf(schema))} | ${preset} |`
  })
  return rows.length === 0
    ? 'It takes nothing.'
    : ['| field | type | default |', '| --- | --- | --- |', ...rows].join('\n')
}

/** A schema as TypeScript would have it. */
function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return [...new Set(choices.map(typeOf))].join(' | ')
  if (schema.type === 'array') {
    const item = typeOf(schema.items ?? {})
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`
  }
  if (schema.type === 'object') return shapeOf(schema)
  if (schema.type === 'integer') return 'number'
  return typeof schema.type === 'object' ? schema.type.join(' | ') : (schema.type ?? 'unknown')
}

function shapeOf({ properties, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties ?? {}).map(
    ([field, schema]) => `${field}${required.includes(field) ? '' : '?'}: ${typeOf(schema)}`,
  )
  if (fields.length > 0) return `{ ${fields.join('; ')} }`
  const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'
  return `Record<string, ${value}>`
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``
}
