import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { cutOf, type FeedEngine, type Key, merge, notBarred, rowsOf, shown, tables, upTo } from './engine.ts'

export function openSqlite(file: string): FeedEngine {
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
      const cut = cutOf(visible, limit)
      const own = keys(stream('a.person_id = ?1'), viewer, upTo(before), cut, limit)
      const others = keys(ofConnections(`'connections'`), viewer, upTo(before), cut, limit)
      return hydrate(merge([visible, own, others], limit))
    },
    async network(viewer, before, limit) {
      await Promise.resolve()
      const own = keys(stream('a.person_id = ?1'), viewer, upTo(before), 0, limit)
      const cut = cutOf(own, limit)
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
