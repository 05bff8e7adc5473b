import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { monthDays, monthStart } from './data.ts'
import {
  cutOf,
  type FeedEngine,
  type Key,
  merge,
  notBarred,
  notTakenOut,
  rowsOf,
  shown,
  tables,
  topKey,
  upTo,
} from './engine.ts'

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
  const ofProgrammes = stream(
    `m.tenant = 'default' and m.person_id = ?1 and a.audience = m.audience`,
    'socius_membership m cross join',
  )
  const ofMembers = (where: string) =>
    stream(
      `m.tenant = 'default' and m.programme_id = ?5 and a.person_id = m.person_id and ${where}`,
      'socius_membership m cross join',
    )
  const known = `exists (select 1 from socius_tie t where t.tenant = 'default' and t.from_id = ?1
    and t.kind = 'connection' and t.status = 'accepted' and t.to_id = m.person_id)`
  const rankStream = (where: string, join = '') => `select a.id as id, a.rank as at from ${join} socius_activity_rank a
    where a.tenant = 'default' and ${where} and a.rank < ?2 and a.rank >= ?3 and ${notTakenOut} and ${notBarred('?1')}
    order by a.rank desc, a.id desc limit ?4`
  const topStream = (
    where: string,
    join = '',
  ) => `select a.id as id, ${topKey} as at from ${join} socius_activity_rank a
    where a.tenant = 'default' and ${where} and a.published_at >= ?2 and a.engagement >= ?4 and ${notTakenOut} and ${notBarred('?1')}
    order by a.engagement desc, a.published_at desc, a.id desc limit ?3`
  const tied = `t.tenant = 'default' and t.from_id = ?1 and t.kind = 'connection' and t.status = 'accepted'
    and a.person_id = t.to_id and a.audience = 'connections'`
  const takingPart = `m.tenant = 'default' and m.person_id = ?1 and a.audience = m.audience`
  const hydrate = (viewer: string, page: readonly Key[]) => {
    const ids = JSON.stringify(page.map(({ id }) => id))
    const list = `select value from json_each(?)`
    const rows = all(`select * from socius_activity where tenant = 'default' and id in (${list})`, ids)
    all(`select * from socius_activity_counts where tenant = 'default' and id in (${list})`, ids)
    all(`select * from socius_tally where tenant = 'default' and id in (${list})`, ids)
    all(
      `select * from socius_reaction where tenant = 'default' and person_id = ? and subject_id in (${list})`,
      viewer,
      ids,
    )
    all(`select id from socius_seen where tenant = 'default' and id in (${list})`, ids)
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
      const programmes = keys(ofProgrammes, viewer, upTo(before), cut, limit)
      return hydrate(viewer, merge([visible, own, others, programmes], limit))
    },
    async network(viewer, before, limit) {
      await Promise.resolve()
      const own = keys(stream('a.person_id = ?1'), viewer, upTo(before), 0, limit)
      const cut = cutOf(own, limit)
      const others = keys(ofConnections(`'public', 'connections'`), viewer, upTo(before), cut, limit)
      return hydrate(viewer, merge([own, others], limit))
    },
    async programme(viewer, programme, before, limit) {
      await Promise.resolve()
      const own = keys(stream('a.person_id = ?1'), viewer, upTo(before), 0, limit)
      const cut = cutOf(own, limit)
      const open = keys(ofMembers(`a.audience = 'public'`), viewer, upTo(before), cut, limit, programme)
      const next = Math.max(cut, cutOf(open, limit))
      const closed = keys(
        ofMembers(`a.audience = 'connections' and ${known}`),
        viewer,
        upTo(before),
        next,
        limit,
        programme,
      )
      const inside = keys(stream(`a.audience = 'programme:' || ?5`), viewer, upTo(before), next, limit, programme)
      return hydrate(viewer, merge([own, open, closed, inside], limit))
    },
    async ranked(viewer, before, limit) {
      await Promise.resolve()
      const open = keys(rankStream(`a.audience = 'public'`), viewer, upTo(before), 0, limit)
      const cut = cutOf(open, limit)
      const own = keys(rankStream('a.person_id = ?1'), viewer, upTo(before), cut, limit)
      const others = keys(rankStream(tied, 'socius_tie t cross join'), viewer, upTo(before), cut, limit)
      const programmes = keys(
        rankStream(takingPart, 'socius_membership m cross join'),
        viewer,
        upTo(before),
        cut,
        limit,
      )
      return hydrate(viewer, merge([open, own, others, programmes], limit))
    },
    async top(viewer, limit) {
      await Promise.resolve()
      const days = JSON.stringify(monthDays())
      const open = keys(
        topStream(`a.audience = 'public' and a.day = d.value`, 'json_each(?5) d cross join'),
        viewer,
        monthStart,
        limit,
        0,
        days,
      )
      const cut = Math.floor(cutOf(open, limit) / 10_000_000_000_000)
      const own = keys(topStream('a.person_id = ?1'), viewer, monthStart, limit, cut)
      const others = keys(topStream(tied, 'socius_tie t cross join'), viewer, monthStart, limit, cut)
      const programmes = keys(topStream(takingPart, 'socius_membership m cross join'), viewer, monthStart, limit, cut)
      return hydrate(viewer, merge([open, own, others, programmes], limit))
    },
    async makePrivate() {
      await Promise.resolve()
      db().exec(`update socius_activity set audience = 'connections' where audience = 'public';
        update socius_activity_rank set audience = 'connections' where audience = 'public'; analyze`)
    },
    async close() {
      await Promise.resolve()
      db().close()
    },
  }
}
