import type * as z from 'zod/mini'

/** What one key of a query string can stand for. */
export interface QueryField {
  /** What a single value may be read as; text wins where both are allowed. */
  readonly kinds: ReadonlySet<ScalarKind>
  /** An empty value stands for null, which is why an empty text then cannot be said. */
  readonly isNullable: boolean
  /** The key may be repeated. */
  readonly isList: boolean
}

export type ScalarKind = 'string' | 'number' | 'boolean'

/** An input's fields by their keys. */
export type QueryFields = ReadonlyMap<string, QueryField>

interface Definition {
  readonly type: string
  readonly innerType?: z.core.$ZodType
  readonly in?: z.core.$ZodType
  readonly out?: z.core.$ZodType
  readonly element?: z.core.$ZodType
  readonly options?: readonly z.core.$ZodType[]
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly entries?: Readonly<Record<string, unknown>>
  readonly values?: readonly unknown[]
}

/** How an operation's input is said in a query string, or `null` when it is not flat: texts, numbers, booleans, lists. */
export function queryFieldsOf(input: z.core.$ZodType): QueryFields | null {
  const { type, shape } = definitionOf(input)
  if (type !== 'object' || shape === undefined) return null
  const fields = new Map<string, QueryField>()
  for (const [key, schema] of Object.entries(shape)) {
    const field = fieldOf(schema)
    if (field === null) return null
    fields.set(key, field)
  }
  return fields
}

// Another copy of zod may have made the schema: its shape is the same, its classes are not.
function definitionOf(schema: z.core.$ZodType): Definition {
  const definition = schema._zod.def as unknown as Definition
  switch (definition.type) {
    case 'optional':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return definition.innerType ? definitionOf(definition.innerType) : definition
    case 'pipe': {
      const { in: from, out: to } = definition
      if (from && definitionOf(from).type !== 'transform') return definitionOf(from)
      return to ? definitionOf(to) : definition
    }
    default:
      return definition
  }
}

function fieldOf(schema: z.core.$ZodType): QueryField | null {
  const definition = definitionOf(schema)
  switch (definition.type) {
    case 'string':
    case 'template_literal':
      return scalar('string')
    case 'number':
    case 'int':
      return scalar('number')
    case 'boolean':
      return scalar('boolean')
    case 'null':
      return { kinds: new Set(), isNullable: true, isList: false }
    case 'enum':
      return values(Object.values(definition.entries ?? {}))
    case 'literal':
      return values(definition.values ?? [])
    case 'nullable': {
      const inner = definition.innerType ? fieldOf(definition.innerType) : null
      return inner && { ...inner, isNullable: true }
    }
    case 'array': {
      const element = definition.element ? fieldOf(definition.element) : null
      // A null in a list and a list that is null would look alike.
      return element && !element.isList && !element.isNullable ? { ...element, isList: true } : null
    }
    case 'union':
      return oneOf((definition.options ?? []).map(fieldOf))
    default:
      return null
  }
}

function scalar(kind: ScalarKind): QueryField {
  return { kinds: new Set([kind]), isNullable: false, isList: false }
}

function values(all: readonly unknown[]): QueryField | null {
  return oneOf(
    all.map((value) => {
      if (value === null) return { kinds: new Set(), isNullable: true, isList: false }
      const kind = typeof value
      return kind === 'string' || kind === 'number' || kind === 'boolean' ? scalar(kind) : null
    }),
  )
}

function oneOf(fields: readonly (QueryField | null)[]): QueryField | null {
  const kinds = new Set<ScalarKind>()
  let isNullable = false
  for (const field of fields) {
    if (field === null || field.isList) return null
    for (const kind of field.kinds) kinds.add(kind)
    isNullable ||= field.isNullable
  }
  return { kinds, isNullable, isList: false }
}
