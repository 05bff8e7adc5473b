import type * as z from 'zod/mini'
import { SociusError } from '../kernel/index.js'
import { describeField, type FieldShape, maxKeyLength, type Scalar } from './field.js'

/** An object schema whose fields are columns. */
export type RowSchema<Row> = z.core.$ZodType<Row> & { readonly shape: Readonly<Record<string, z.core.$ZodType>> }

/** A collection as plain data: all that an adapter knows of it. */
export interface CollectionShape {
  readonly name: string
  /** Every column; `tenant` and `id`, the key, come first. */
  readonly fields: readonly FieldShape[]
  /** An upsert touches a stored row only if this field differs. `null`: it always does. */
  readonly compare: string | null
  /** Fields that an insert sets and an upsert of a stored row leaves alone. */
  readonly keep: readonly string[]
  /** An integer that the store assigns at insert, larger than every value that was visible when the insert began. */
  readonly sequence: string | null
  /** The column that holds the words of a row for full-text search, made by core. */
  readonly search: string | null
  readonly indexes: readonly IndexShape[]
}

export interface IndexShape {
  readonly name: string
  readonly fields: readonly string[]
}

/** A typed collection: declared once, read by core for types and by adapters for structure. */
export interface Collection<Row extends { id: string }> {
  readonly name: string
  readonly shape: CollectionShape
  readonly schema: z.core.$ZodType<Row>
  /** The fields whose words a full-text search looks through. */
  readonly searchFields: readonly string[]
  /** Field shapes by name. */
  readonly fields: ReadonlyMap<string, FieldShape>
}

/** The row type of a collection. */
export type RowOf<C> = C extends Collection<infer Row> ? Row : never

/** Names of the fields that can be filtered, ordered and indexed. */
export type ScalarField<Row> = {
  [K in keyof Row]-?: NonNullable<Row[K]> extends Scalar ? K : never
}[keyof Row] &
  string

export interface CollectionOptions<Row extends { id: string }> {
  /** One zod object: its fields are the columns. `id` is the key within the tenant. */
  schema: RowSchema<Row>
  /** See {@link CollectionShape.compare}. */
  compare?: ScalarField<NoInfer<Row>>
  /** See {@link CollectionShape.keep}. */
  keep?: readonly ScalarField<NoInfer<Row>>[]
  /** See {@link CollectionShape.sequence}. */
  sequence?: ScalarField<NoInfer<Row>>
  /** String fields that full-text search looks through. */
  search?: readonly (keyof NoInfer<Row> & string)[]
  /** Each index starts with the tenant, which is not named here. */
  indexes?: readonly (readonly ScalarField<NoInfer<Row>>[])[]
  /** Indexes that machinery reads for all tenants at once: they do not start with the tenant. */
  acrossTenants?: readonly (readonly ScalarField<NoInfer<Row>>[])[]
}

/** The name of the column that core fills with a row's words. */
export const searchColumn = 'searchWords'

/**
 * Declares a collection. Fields, filters and values of every store call are inferred from the schema.
 * @throws `invalid_option` when the declaration contradicts itself.
 * @example
 * const note = defineCollection('note', {
 *   schema: z.object({ id: reference(), authorId: reference(), text: z.string(), at: instant() }),
 *   indexes: [['authorId', 'at', 'id']],
 * })
 */
export function defineCollection<Row extends { id: string }>(
  name: string,
  options: CollectionOptions<Row>,
): Collection<Row> {
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(name)) {
    throw new SociusError('invalid_option', `A collection's name is snake_case and at most 40 long: ${name}.`)
  }
  const tenantIndexes = (options.indexes ?? []).map((fields) => ['tenant', ...fields])
  const indexes = [...tenantIndexes, ...(options.acrossTenants ?? [])]
  const keyed = new Set(['id', ...indexes.flat()])
  const described = Object.entries(options.schema.shape).map(([field, schema]): FieldShape => {
    const shape = describeField(name, field, schema)
    return { ...shape, maxLength: shape.kind === 'string' && keyed.has(field) ? maxKeyLength : null }
  })
  const id = described.find((field) => field.name === 'id')
  if (id?.kind !== 'string' || id.nullable) throw new SociusError('invalid_option', `${name}: id is a string.`)
  if (described.some((field) => field.name === 'tenant' || field.name === searchColumn)) {
    throw new SociusError('invalid_option', `${name}: tenant and ${searchColumn} are columns of the store's own.`)
  }
  const tenant: FieldShape = { name: 'tenant', kind: 'string', nullable: false, maxLength: maxKeyLength }
  const search: FieldShape[] = options.search
    ? [{ name: searchColumn, kind: 'string', nullable: false, maxLength: null }]
    : []
  const fields = [tenant, id, ...described.filter((field) => field !== id), ...search]
  const byName = new Map(fields.map((field) => [field.name, field]))
  for (const field of [...keyed, options.compare, options.sequence, ...(options.keep ?? [])]) {
    if (field === undefined) continue
    const shape = byName.get(field)
    if (!shape || shape.kind === 'json') throw new SociusError('invalid_option', `${name}: no scalar field ${field}.`)
  }
  return {
    name,
    schema: options.schema,
    searchFields: options.search ?? [],
    fields: byName,
    shape: {
      name,
      fields,
      compare: options.compare ?? null,
      keep: options.keep ?? [],
      sequence: options.sequence ?? null,
      search: options.search ? searchColumn : null,
      indexes: indexes.map((list, position) => ({ name: `${name}_${position + 1}`, fields: list })),
    },
  }
}
