import type { StoredRow, UpsertOutcome } from '@socius/core/store'
import { isMostlyNew, rememberOutcome } from '../novelty.js'
import { retried } from '../retry.js'
import type { Session } from '../session.js'
import { type Fragment, join, nothing, raw, sql } from '../sql.js'
import { readStored } from '../stored-values.js'
import type { Column, Table } from '../table.js'
import { arrayOf, textArray, typeOf } from './array.js'
import { anyKey } from './grammar.js'

export async function insertRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<string[]> {
  const statement = sql`${insertInto(table, rows)} on conflict ("tenant", "id") do nothing
    returning ${table.column('id').out} as "id"`
  const written = await retried(session, () => session.run(statement))
  return written.rows.map((row) => String(row['id']))
}

/**
 * What is stored is read first, and most of a batch is mostly there already. What is then sent is compared once more by
 * the database under the row's lock, so that the outcome is exact even if others wrote in between.
 */
export async function upsertRows(session: Session, table: Table, rows: readonly StoredRow[]): Promise<UpsertOutcome> {
  const { compare } = table.shape
  const known = compare === null || isMostlyNew(table)
  const differing = known ? rows : await rowsThatDiffer(session, table, rows, table.column(compare))
  if (differing.length === 0) return { inserted: [], updated: [] }
  const statement = sql`${insertInto(table, differing)} ${onConflict(table)}
    returning ${table.column('id').out} as "id", xmax = 0 as "fresh"`
  const written = await retried(session, () => session.run(statement))
  const ids = (fresh: boolean) => written.rows.filter((row) => row['fresh'] === fresh).map((row) => String(row['id']))
  return rememberOutcome(table, { inserted: ids(true), updated: ids(false) }, rows.length)
}

async function rowsThatDiffer(
  session: Session,
  table: Table,
  rows: readonly StoredRow[],
  compare: Column,
): Promise<readonly StoredRow[]> {
  const stored = await readStored(rows, async (tenant, ids) => {
    const found = await session.run(sql`select ${table.column('id').out} as "id", ${compare.out} as "value"
      from ${table.id} where "tenant" = ${tenant} and ${anyKey(raw('"id"'), sql`${textArray(ids)}::text[]`)}`)
    return found.rows
  })
  const decode = compare.decode ?? ((value: unknown) => value)
  return rows.filter((row, position) => {
    const value = stored[position]
    return value === undefined || (value === null ? null : decode(value)) !== row[compare.field.name]
  })
}

function castOf(column: Column): Fragment {
  return raw(`::${typeOf(column.field.kind)}[]`)
}

interface WriteText {
  readonly head: Fragment
  readonly casts: readonly Fragment[]
  readonly onConflict: Fragment
}

const texts = new WeakMap<Table, WriteText>()

function textOf(table: Table): WriteText {
  const known = texts.get(table)
  if (known) return known
  const names = join(
    table.written.map((column) => column.id),
    ', ',
  )
  const text = {
    head: sql`insert into ${table.id} as "stored" (${names})`,
    casts: table.written.map(castOf),
    onConflict: conflictText(table),
  }
  texts.set(table, text)
  return text
}

/** One array for each column: the statement's text is the same for any number of rows. */
export function insertInto(table: Table, rows: readonly StoredRow[]): Fragment {
  const { head, casts } = textOf(table)
  const arrays = table.written.map((column, position) => {
    const values = rows.map((row) => row[column.field.name])
    return sql`${arrayOf(column, values)}${casts[position]}`
  })
  const unnested = sql`unnest(${join(arrays, ', ')})`
  if (table.shape.sequence === null) return sql`${head} select * from ${unnested}`
  // Numbers are given in the order in which rows arrive.
  const names = join(
    table.written.map((column) => column.id),
    ', ',
  )
  return sql`${head} select ${names} from ${unnested} with ordinality as given (${names}, "_order") order by "_order"`
}

function onConflict(table: Table): Fragment {
  return textOf(table).onConflict
}

function conflictText(table: Table): Fragment {
  const { compare } = table.shape
  if (table.replaced.length === 0) return raw('on conflict ("tenant", "id") do nothing')
  const set = join(
    table.replaced.map(({ id }) => sql`${id} = excluded.${id}`),
    ', ',
  )
  const differs =
    compare === null
      ? nothing
      : sql` where "stored".${table.column(compare).id} is distinct from excluded.${table.column(compare).id}`
  return sql`on conflict ("tenant", "id") do update set ${set}${differs}`
}
