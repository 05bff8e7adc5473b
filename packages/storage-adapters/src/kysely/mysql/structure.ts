import type { FieldShape } from '@socius/core/store'
import type { CreateStatement, StoredTable, Structure } from '../engine.js'
import { sql } from '../sql.js'
import { type Column, columnName, type Table } from '../table.js'

/** InnoDB's longest index entry, in bytes; a character may take four. */
const maxIndexBytes = 3072

/**
 * Strings are compared by code point, trailing spaces included. MariaDB and MySQL have such a collation under different
 * names: each reads its own comment and skips the other's.
 */
const collation = 'character set utf8mb4 collate /*M! utf8mb4_nopad_bin */ /*!50701 utf8mb4_0900_bin */'
const binaryCollations = new Set(['utf8mb4_nopad_bin', 'utf8mb4_0900_bin'])
const wordsType = 'longtext character set ascii collate ascii_bin'

function quoted(name: string): string {
  return `\`${name}\``
}

function columnType({ shape }: Table, field: FieldShape): string {
  if (field.name === shape.search) return wordsType
  switch (field.kind) {
    case 'string':
      return field.maxLength === null ? 'longtext' : `varchar(${field.maxLength})`
    case 'json':
      return 'longtext'
    case 'integer':
    case 'instant':
      return 'bigint'
    case 'number':
      return 'double'
    case 'boolean':
      return 'tinyint'
  }
}

function columnText(table: Table, { name, field }: Column): string {
  const sequence = field.name === table.shape.sequence ? ' auto_increment unique' : ''
  return `${quoted(name)} ${columnType(table, field)}${field.nullable ? '' : ' not null'}${sequence}`
}

/** The name of an index in the database. */
export function indexName(table: Table, name: string): string {
  return table.name.slice(0, -table.shape.name.length) + name
}

/**
 * The columns of an index. Where they would be too long together, an id at the end is left to the key, which InnoDB adds
 * to every entry; what is too long still is cut: the last strings to what fits.
 */
function indexColumns(table: Table, fields: readonly string[]): string {
  const whole = fields.map((field) => table.column(field).field)
  const columns = whole.at(-1)?.name === 'id' && bytesOf(whole) > maxIndexBytes ? whole.slice(0, -1) : whole
  const strings = columns.filter((field) => field.kind === 'string')
  const others = (columns.length - strings.length) * 9
  let room = maxIndexBytes - others - strings.length * 3
  return columns
    .map((field) => {
      const name = quoted(columnName(field.name))
      if (field.kind !== 'string') return name
      const wanted = (field.maxLength ?? maxIndexBytes) * 4
      const left = strings.slice(strings.indexOf(field) + 1).length
      const bytes = Math.min(wanted, room - left * 64)
      room -= bytes
      return bytes < wanted ? `${name}(${Math.floor(bytes / 4)})` : name
    })
    .join(', ')
}

function bytesOf(fields: readonly FieldShape[]): number {
  return fields.reduce((sum, { kind, maxLength }) => sum + (kind === 'string' ? (maxLength ?? 0) * 4 + 3 : 9), 0)
}

function create(table: Table): CreateStatement[] {
  const { shape } = table
  const columns = [...table.columns.map((column) => columnText(table, column)), 'primary key (`tenant`, `id`)']
  const head = `create table if not exists ${table.qualified}`
  const statements: CreateStatement[] = [
    { part: null, sql: `${head} (\n  ${columns.join(',\n  ')}\n) engine = InnoDB ${collation}` },
  ]
  for (const index of shape.indexes) {
    const part = indexName(table, index.name)
    const text = `create index ${quoted(part)} on ${table.qualified} (${indexColumns(table, index.fields)})`
    statements.push({ part, sql: text })
  }
  if (shape.search !== null) {
    const part = indexName(table, `${shape.name}_words`)
    const column = quoted(columnName(shape.search))
    statements.push({ part, sql: `create fulltext index ${quoted(part)} on ${table.qualified} (${column})` })
  }
  return statements
}

function expected(table: Table): StoredTable {
  return {
    columns: new Map(table.columns.map(({ name, field }) => [name, columnType(table, field)])),
    parts: new Set(create(table).flatMap(({ part }) => (part === null ? [] : [part]))),
  }
}

export const mysqlStructure: Structure = {
  create,
  expected,
  addColumn(table, column) {
    return column.field.nullable ? `alter table ${table.qualified} add column ${columnText(table, column)}` : null
  },
  async read(session, table) {
    const columns = await session.run(sql`
      select column_name as name, data_type as type, character_maximum_length as length, collation_name as collation
      from information_schema.columns
      where table_schema = coalesce(${table.schema}, database()) and table_name = ${table.name}`)
    if (columns.rows.length === 0) return null
    const indexes = await session.run(sql`
      select distinct index_name as name from information_schema.statistics
      where table_schema = coalesce(${table.schema}, database()) and table_name = ${table.name}`)
    return {
      columns: new Map(columns.rows.map((row) => [String(row['name']), describeType(row)])),
      parts: new Set(indexes.rows.map((row) => String(row['name']))),
    }
  },
  createSchema: (name) => `create database if not exists ${quoted(name)}`,
  async hasSchema(session, name) {
    const { rows } = await session.run(sql`
      select 1 as found from information_schema.schemata where schema_name = ${name}`)
    return rows.length > 0
  },
  // Structure is not part of transactions here; this one only keeps the connection that holds the lock.
  alone: (session, work) =>
    session.transaction(async (inner) => {
      await inner.run(sql`select get_lock('socius_prepare', 30) as held`)
      try {
        return await work(inner)
      } finally {
        await inner.run(sql`select release_lock('socius_prepare') as released`)
      }
    }),
}

/** As {@link columnType} writes it. */
function describeType(row: Record<string, unknown>): string {
  const type = String(row['type'])
  const shown = type === 'varchar' ? `varchar(${Number(row['length'])})` : type
  const found = row['collation']
  if (typeof found !== 'string' || binaryCollations.has(found)) return shown
  return `${shown} character set ${found.split('_')[0] ?? ''} collate ${found}`
}
