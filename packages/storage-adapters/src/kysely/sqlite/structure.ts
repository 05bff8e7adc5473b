import type { CollectionShape, FieldKind } from '@socius/core/store'
import type { CreateStatement, StoredTable, Structure } from '../engine.js'
import { type Fragment, raw, sql } from '../sql.js'
import { type Column, columnName, type Table } from '../table.js'

const types: Record<FieldKind, string> = {
  string: 'text',
  integer: 'integer',
  number: 'real',
  boolean: 'integer',
  instant: 'integer',
  json: 'text',
}

/** The table's row number: full-text search points at it, and naming it keeps it the same through a vacuum. */
const rowNumber = '_row'

function quoted(name: string): string {
  return `"${name}"`
}

/** In another schema an index is named with the schema, its table without. */
function qualified(table: Table, name: string): string {
  return table.schema === null ? quoted(name) : `${quoted(table.schema)}.${quoted(name)}`
}

function columnText({ name, field }: Column): string {
  return `${quoted(name)} ${types[field.kind]}${field.nullable ? '' : ' not null'}`
}

/** The column that is the row number: the sequence where there is one. */
export function rowColumn({ shape }: Table): string {
  return shape.sequence === null ? rowNumber : columnName(shape.sequence)
}

function tableText(table: Table): string {
  // Numbers of removed rows are not given again: a reader that stands behind one would miss its successor.
  const counted = table.shape.sequence === null ? '' : ' autoincrement'
  const columns = [
    `${quoted(rowColumn(table))} integer primary key${counted}`,
    ...table.written.map(columnText),
    'unique ("tenant", "id")',
  ]
  return `create table if not exists ${table.qualified} (\n  ${columns.join(',\n  ')}\n)`
}

function indexName(table: Table, index: CollectionShape['indexes'][number]): string {
  return table.name.slice(0, -table.shape.name.length) + index.name
}

function create(table: Table): CreateStatement[] {
  const statements: CreateStatement[] = [{ part: null, sql: tableText(table) }]
  for (const index of table.shape.indexes) {
    // The table itself is in the order of the sequence.
    if (index.fields[0] === table.shape.sequence) continue
    const name = indexName(table, index)
    const columns = index.fields.map((field) => quoted(columnName(field))).join(', ')
    const text = `create index if not exists ${qualified(table, name)} on ${quoted(table.name)} (${columns})`
    statements.push({ part: name, sql: text })
  }
  if (table.shape.search !== null) statements.push(...createSearch(table, columnName(table.shape.search)))
  return statements
}

function searchName(table: Table): string {
  return `${table.name}_words`
}

/**
 * An index of words beside the table, kept by triggers so that no write can miss it. The `ascii` tokenizer takes every
 * character beyond ASCII as part of a word: core has cut the text into words already.
 */
function createSearch(table: Table, column: string): CreateStatement[] {
  const words = quoted(searchName(table))
  const row = quoted(rowColumn(table))
  const add = `insert into ${words} (rowid, ${quoted(column)}) values (new.${row}, new.${quoted(column)})`
  const drop = `insert into ${words} (${words}, rowid, ${quoted(column)}) values ('delete', old.${row}, old.${quoted(column)})`
  const on = (name: string, event: string, body: string, when?: string): CreateStatement => {
    const part = `${searchName(table)}_${name}`
    const condition = when === undefined ? '' : `when ${when} `
    const head = `create trigger if not exists ${qualified(table, part)} after ${event} on ${quoted(table.name)}`
    return { part, sql: `${head} ${condition}begin ${body}; end` }
  }
  const options = `content='${table.name}', content_rowid='${rowColumn(table)}', tokenize='ascii', detail='none', columnsize=0`
  const head = `create virtual table if not exists ${qualified(table, searchName(table))}`
  return [
    { part: searchName(table), sql: `${head} using fts5(${column}, ${options})` },
    on('insert', 'insert', add),
    on('delete', 'delete', drop),
    on('update', `update of ${quoted(column)}`, `${drop}; ${add}`, `old.${quoted(column)} <> new.${quoted(column)}`),
  ]
}

export function matchWords(table: Table, alias: Fragment | null, words: readonly string[]): Fragment {
  const query = words.map((word) => quoted(word.replaceAll('"', '""'))).join(' ')
  const row = raw(quoted(rowColumn(table)))
  const id = alias === null ? row : sql`${alias}.${row}`
  const name = raw(qualified(table, searchName(table)))
  return sql`${id} in (select rowid from ${name} where ${raw(quoted(searchName(table)))} match ${query})`
}

function expected(table: Table): StoredTable {
  const columns = new Map(table.columns.map((column) => [column.name, types[column.field.kind]]))
  return { columns, parts: new Set(create(table).flatMap(({ part }) => (part === null ? [] : [part]))) }
}

export const sqliteStructure: Structure = {
  create,
  expected,
  addColumn(table, column) {
    return column.field.nullable ? `alter table ${table.qualified} add column ${columnText(column)}` : null
  },
  createSchema: () => null,
  hasSchema: async () => true,
  async read(session, table) {
    const schema = table.schema ?? 'main'
    const columns = await session.run(
      sql`select name, lower(type) as type from pragma_table_info(${table.name}, ${schema})`,
    )
    if (columns.rows.length === 0) return null
    const master = raw(`${table.schema === null ? '' : `${quoted(table.schema)}.`}sqlite_master`)
    const parts = await session.run(
      sql`select name from ${master} where tbl_name = ${table.name} or name = ${searchName(table)}`,
    )
    return {
      columns: new Map(columns.rows.map((row) => [String(row['name']), String(row['type'])])),
      parts: new Set(parts.rows.map((row) => String(row['name']))),
    }
  },
  alone: (session, work) => session.transaction(work),
}
