import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { StoreAdapter } from '@socius/core/store'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { Pool } from 'pg'
import {
  activityColumns,
  activityRow,
  countsColumns,
  countsRow,
  type FeedData,
  tieColumns,
  tieRows,
} from './feed-data.ts'

/** A database with the SDK's tables, and the feed written by hand for it. */
export interface FeedEngine {
  readonly store: StoreAdapter
  /** Fills the tables, which exist already. */
  load(data: FeedData): Promise<void>
  /** Own, connections' and public activities, hydrated; `before` is a time, for a page further down. */
  mixed(viewer: string, before: number | null, limit: number): Promise<readonly string[]>
  network(viewer: string, before: number | null, limit: number): Promise<readonly string[]>
  /** Turns everything public into something for connections. */
  makePrivate(): Promise<void>
  close(): Promise<void>
}

export async function openEngine(name: string, file: string): Promise<FeedEngine> {
  if (name === 'sqlite') return openSqlite(file)
  if (name === 'postgres') return openPostgres()
  throw new Error(`There is no engine ${name}.`)
}

const tables = [
  ['activity', activityColumns],
  ['activity_counts', countsColumns],
  ['tie', tieColumns],
] as const

function* rowsOf(data: FeedData, table: string): Generator<(string | number)[]> {
  if (table === 'tie') {
    for (const tie of data.ties) yield* tieRows(tie)
    return
  }
  for (let i = data.activities - 1; i >= 0; i--) yield table === 'activity' ? activityRow(data, i) : countsRow(i)
}

interface Key {
  readonly id: string
  readonly at: number
}

/** The newest of several streams, each once. */
function merge(streams: readonly (readonly Key[])[], limit: number): readonly Key[] {
  const all = new Map(streams.flat().map((key) => [key.id, key]))
  return [...all.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, limit)
}

const shown = `a.state in ('present', 'suspected')
  and not exists (select 1 from socius_annotation n where n.tenant = 'default' and n.is_active = false and n.id = a.id)`

function notBarred(viewer: string): string {
  return `not exists (select 1 from socius_tie b where b.tenant = 'default' and b.from_id = ${viewer}
    and b.kind in ('block', 'blocked') and b.status = 'active' and b.to_id = a.person_id)`
}

function openSqlite(file: string): FeedEngine {
  const store = kyselyStore({ dialect: 'sqlite', database: file })
  let opened: DatabaseSync | undefined
  const db = () => {
    opened ??= new DatabaseSync(file)
    return opened
  }
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  const all = (text: string, ...values: SQLInputValue[]) => {
    let statement = prepared.get(text)
    if (!statement) {
      statement = db().prepare(text)
      prepared.set(text, statement)
    }
    return statement.all(...values) as unknown as Record<string, SQLInputValue>[]
  }
  const keys = (text: string, ...values: SQLInputValue[]) => all(text, ...values) as unknown as Key[]
  const stream = (where: string, join = '') => `select a.id as id, a.published_at as at from ${join} socius_activity a
    where a.tenant = 'default' and ${where} and a.published_at < ?2 and a.published_at >= ?3 and ${shown} and ${notBarred('?1')}
    order by a.published_at desc, a.id desc limit ?4`
  // The cross join keeps connections outside and their authors' index inside: each inner walk stops early.
  const ofConnections = (audience: string) =>
    stream(
      `t.tenant = 'default' and t.from_id = ?1 and t.kind = 'connection' and t.status = 'accepted'
        and a.person_id = t.to_id and a.audience in (${audience})`,
      'socius_tie t cross join',
    )
  const hydrate = (page: readonly Key[]) => {
    const ids = JSON.stringify(page.map(({ id }) => id))
    const list = `select value from json_each(?)`
    const rows = all(`select * from socius_activity where tenant = 'default' and id in (${list})`, ids)
    all(`select * from socius_activity_counts where tenant = 'default' and id in (${list})`, ids)
    all(`select * from socius_tally where tenant = 'default' and id in (${list})`, ids)
    const found = new Set(rows.map((row) => row['id']))
    return page.map(({ id }) => id).filter((id) => found.has(id))
  }
  const upTo = (before: number | null) => before ?? Number.MAX_SAFE_INTEGER
  return {
    store,
    async load(data) {
      await Promise.resolve()
      const database = db()
      database.exec('pragma synchronous = off; pragma cache_size = -1000000')
      for (const [table, columns] of tables) {
        const statement = database.prepare(
          `insert into socius_${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
        )
        database.exec('begin')
        for (const row of rowsOf(data, table)) statement.run(...row)
        database.exec('commit')
      }
      database.exec('analyze; pragma wal_checkpoint(truncate)')
    },
    async mixed(viewer, before, limit) {
      await Promise.resolve()
      const visible = keys(stream(`a.audience = 'public'`), viewer, upTo(before), 0, limit)
      const cut = visible.length === limit ? (visible.at(-1)?.at ?? 0) : 0
      const own = keys(stream('a.person_id = ?1'), viewer, upTo(before), cut, limit)
      const others = keys(ofConnections(`'connections'`), viewer, upTo(before), cut, limit)
      return hydrate(merge([visible, own, others], limit))
    },
    async network(viewer, before, limit) {
      await Promise.resolve()
      const own = keys(stream('a.person_id = ?1'), viewer, upTo(before), 0, limit)
      const cut = own.length === limit ? (own.at(-1)?.at ?? 0) : 0
      const others = keys(ofConnections(`'public', 'connections'`), viewer, upTo(before), cut, limit)
      return hydrate(merge([own, others], limit))
    },
    async makePrivate() {
      await Promise.resolve()
      db().exec(`update socius_activity set audience = 'connections' where audience = 'public'; analyze`)
    },
    async close() {
      await Promise.resolve()
      db().close()
    },
  }
}

async function openPostgres(): Promise<FeedEngine> {
  const url = process.env['SOCIUS_TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const admin = new Pool({ connectionString: url, max: 1 })
  await admin.query('drop database if exists socius_bench_feed')
  await admin.query('create database socius_bench_feed')
  const own = new URL(url)
  own.pathname = '/socius_bench_feed'
  const store = kyselyStore({ dialect: 'postgres', url: own.href })
  const pool = new Pool({ connectionString: own.href, max: 2 })
  const keys = async (name: string, text: string, values: unknown[]) => {
    const { rows } = await pool.query<{ id: string; at: string }>({ name, text, values })
    return rows.map(({ id, at }) => ({ id, at: Number(at) }))
  }
  const tail = `and a.published_at < $2 and a.published_at >= $3 and ${shown} order by a.published_at desc, a.id desc limit $4`
  const streams = {
    visible: `select a.id, a.published_at as at from socius_activity a
      where a.tenant = 'default' and a.audience = 'public' and ${notBarred('$1')} ${tail}`,
    own: `select a.id, a.published_at as at from socius_activity a where a.tenant = 'default' and a.person_id = $1 ${tail}`,
    others: (audience: string) => `select x.id, x.at from socius_tie t cross join lateral (
        select a.id, a.published_at as at from socius_activity a
        where a.tenant = 'default' and a.person_id = t.to_id and a.audience = '${audience}' and ${notBarred('$1')} ${tail}
      ) x where t.tenant = 'default' and t.from_id = $1 and t.kind = 'connection' and t.status = 'accepted'
      order by x.at desc, x.id desc limit $4`,
  }
  const hydrate = async (page: readonly Key[]) => {
    const ids = page.map(({ id }) => id)
    const read = (table: string) =>
      pool.query<{ id: string }>({
        name: `hydrate-${table}`,
        text: `select * from socius_${table} where tenant = 'default' and id = any($1)`,
        values: [ids],
      })
    const { rows } = await read('activity')
    await read('activity_counts')
    await read('tally')
    const found = new Set(rows.map(({ id }) => id))
    return ids.filter((id) => found.has(id))
  }
  const upTo = (before: number | null) => before ?? Number.MAX_SAFE_INTEGER
  return {
    store,
    async load(data) {
      for (const [table, columns] of tables) {
        let batch: (string | number)[][] = []
        const flush = async () => {
          if (batch.length === 0) return
          const arrays = columns.map((_, place) => batch.map((row) => row[place]))
          const casts = columns.map(
            (_, place) => `$${place + 1}::${typeof batch[0]?.[place] === 'number' ? 'bigint' : 'text'}[]`,
          )
          await pool.query(
            `insert into socius_${table} (${columns.join(', ')}) select * from unnest(${casts.join(', ')})`,
            arrays,
          )
          batch = []
        }
        for (const row of rowsOf(data, table)) {
          batch.push(row)
          if (batch.length === 5000) await flush()
        }
        await flush()
      }
      await pool.query('vacuum analyze')
    },
    async mixed(viewer, before, limit) {
      const visible = await keys('visible', streams.visible, [viewer, upTo(before), 0, limit])
      const cut = visible.length === limit ? (visible.at(-1)?.at ?? 0) : 0
      const own = await keys('own', streams.own, [viewer, upTo(before), cut, limit])
      const others = await keys('others', streams.others('connections'), [viewer, upTo(before), cut, limit])
      return hydrate(merge([visible, own, others], limit))
    },
    async network(viewer, before, limit) {
      const own = await keys('own', streams.own, [viewer, upTo(before), 0, limit])
      const open = await keys('open', streams.others('public'), [viewer, upTo(before), 0, limit])
      const closed = await keys('closed', streams.others('connections'), [viewer, upTo(before), 0, limit])
      return hydrate(merge([own, open, closed], limit))
    },
    async makePrivate() {
      await pool.query(`update socius_activity set audience = 'connections' where audience = 'public'`)
      await pool.query('vacuum analyze socius_activity')
    },
    async close() {
      await pool.end()
      await admin.query('drop database socius_bench_feed with (force)')
      await admin.end()
    },
  }
}
