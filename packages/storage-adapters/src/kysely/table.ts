import type { CollectionShape, FieldKind, FieldShape, StoredRow } from '@socius/core/store'
import { SociusError } from '@socius/core/store'
import { type Fragment, flatten, join, raw, sql } from './sql.js'

/** Where tables stand and how they are called. */
export interface Naming {
  readonly prefix: string
  readonly schema: string | null
}

/** How an engine writes names and holds values. */
export interface Representation {
  readonly quote: (name: string) => string
  /** The value as the driver binds it; never called for null. Null: as it is. */
  readonly encoder: (kind: FieldKind) => ((value: unknown) => unknown) | null
  /** The search column as it is stored. Absent: as it is. */
  readonly encodeWords?: (words: unknown) => string
  /** An expression under which a string leaves the database, where the bare column would not arrive whole. */
  readonly wrapText?: (expression: Fragment) => Fragment
  /** The value as it was written, from what the driver gives back; never called for null. Null: as it is. */
  readonly decoder: (kind: FieldKind) => ((value: unknown) => unknown) | null
}

export interface Column {
  readonly field: FieldShape
  /** The column's name, bare. */
  readonly name: string
  /** The column's name, quoted. */
  readonly id: Fragment
  /** What to select to read the column. */
  readonly out: Fragment
  readonly encode: (value: unknown) => unknown
  readonly decode: ((value: unknown) => unknown) | null
}

/** A collection as one engine's table. */
export interface Table {
  readonly shape: CollectionShape
  /** The table's name, bare. */
  readonly name: string
  readonly schema: string | null
  /** The table's name, quoted, in its schema. */
  readonly id: Fragment
  /** The same as text. */
  readonly qualified: string
  /** The columns of {@link read}, each under its field's name. */
  readonly selected: Fragment
  /** Only the columns of these fields, each under its field's name. */
  select(fields: readonly string[]): Fragment
  /** Every column, in the order of the fields. */
  readonly columns: readonly Column[]
  /** Columns that an insert fills: all but the sequence. */
  readonly written: readonly Column[]
  /** Columns that an upsert changes in a stored row. */
  readonly replaced: readonly Column[]
  /** Columns that rows are read with. The search column is only ever searched. */
  readonly read: readonly Column[]
  /** @throws `store_rejected` when there is no such field. */
  column(field: string): Column
  /** Turns what the driver gave into what was written, in place. */
  decode(rows: Record<string, unknown>[]): StoredRow[]
}

/** The name of a field's column: `authorId` stands in `author_id`. */
export function columnName(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function describeTable(shape: CollectionShape, naming: Naming, representation: Representation): Table {
  const { quote } = representation
  const columns = shape.fields.map((field): Column => describeColumn(shape, field, representation))
  const byField = new Map(columns.map((column) => [column.field.name, column]))
  if (new Set(columns.map((column) => column.name)).size < columns.length) {
    throw new SociusError('invalid_option', `${shape.name}: two fields would share one column.`)
  }
  const written = columns.filter(({ field }) => field.name !== shape.sequence)
  const fixed = new Set(['tenant', 'id', ...shape.keep])
  const read = columns.filter(({ field }) => field.name !== shape.search)
  const decoders = read.filter((column) => column.decode !== null)
  const name = naming.prefix + shape.name
  const qualified = naming.schema === null ? quote(name) : `${quote(naming.schema)}.${quote(name)}`
  const selection = (chosen: readonly Column[]) =>
    join(
      chosen.map(({ out, field }) => sql`${out} as ${raw(quote(field.name))}`),
      ', ',
    )
  return {
    shape,
    name,
    schema: naming.schema,
    id: raw(qualified),
    qualified,
    selected: flatten(selection(read)),
    select: (fields) => selection(read.filter(({ field }) => fields.includes(field.name))),
    columns,
    written,
    replaced: written.filter(({ field }) => !fixed.has(field.name)),
    read,
    column(field) {
      const column = byField.get(field)
      if (column) return column
      throw new SociusError('store_rejected', `${shape.name} has no field "${field}".`)
    },
    decode(rows) {
      for (const { field, decode } of decoders) {
        for (const row of rows) {
          const value = row[field.name]
          if (value !== null && value !== undefined && decode !== null) row[field.name] = decode(value)
        }
      }
      return rows
    },
  }
}

function describeColumn(shape: CollectionShape, field: FieldShape, representation: Representation): Column {
  const { quote, encoder, encodeWords, decoder, wrapText } = representation
  if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(field.name)) {
    throw new SociusError('invalid_option', `${shape.name}: "${field.name}" cannot be the name of a column.`)
  }
  const name = columnName(field.name)
  const id = raw(quote(name))
  const encode = chooseEncoder()
  return {
    field,
    name,
    id,
    out: field.kind === 'string' && wrapText ? wrapText(id) : id,
    encode: encode === null ? (value) => value : (value) => (value === null ? null : encode(value)),
    decode: field.kind === 'json' ? (value) => JSON.parse(String(value)) as unknown : decoder(field.kind),
  }

  function chooseEncoder(): ((value: unknown) => unknown) | null {
    if (field.kind === 'json') return (value) => encodeJson(shape, value)
    return field.name === shape.search && encodeWords ? encodeWords : encoder(field.kind)
  }
}

function encodeJson(shape: CollectionShape, value: unknown): string {
  let cause: unknown
  try {
    // The library's type leaves out that there is no text for undefined or a function.
    const text = JSON.stringify(value) as string | undefined
    if (text !== undefined) return text
  } catch (error) {
    cause = error
  }
  throw new SociusError('store_rejected', `A value for ${shape.name} cannot be written as JSON.`, { cause })
}

/** Describes each collection once. */
export function createTables(naming: Naming, representation: Representation): (shape: CollectionShape) => Table {
  const known = new WeakMap<CollectionShape, Table>()
  return (shape) => {
    const found = known.get(shape)
    if (found) return found
    const table = describeTable(shape, naming, representation)
    known.set(shape, table)
    return table
  }
}
