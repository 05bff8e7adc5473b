import { kyselyStore } from '@socius/storage-adapters/kysely'
import { Pool } from 'pg'
import { monthDays, monthStart } from './data.ts'
import {
  batchesOf,
  cutOf,
  type FeedEngine,
  type Key,
  merge,
  notBarred,
  notTakenOut,
  shown,
  tables,
  topKey,
  upTo,
} from './engine.ts'

export async function openPostgres(): Promise<FeedEngine> {
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
  const before = 'a.published_at < $2 and a.published_at >= $3'
  const newestFirst = 'order by a.published_at desc, a.id desc limit $4'
  const stream = (where: string) => `select a.id, a.published_at as at from socius_activity a
    where a.tenant = 'default' and ${where} and ${before} and ${shown} and ${notBarred('$1')} ${newestFirst}`
  // The newest of each author, from the index alone; what is not to be shown is taken out afterwards, of a few.
  const perAuthor = (audience: string) => `select x.id, x.at from socius_tie t cross join lateral (
      select a.id, a.published_at as at from socius_activity a
      where a.tenant = 'default' and a.person_id = t.to_id and a.audience = '${audience}' and ${before} ${newestFirst}
    ) x where t.tenant = 'default' and t.from_id = $1 and t.kind = 'connection' and t.status = 'accepted'
    order by x.at desc, x.id desc limit $4`
  const visibleOf = `select a.id, a.published_at as at from socius_activity a
    where a.tenant = 'default' and a.id = any($2) and ${shown} and ${notBarred('$1')}`

  /** What connections show to this audience, newest first. */
  async function ofConnections(audience: string, viewer: string, from: number, to: number, limit: number) {
    // Twice as many as are wanted: hardly anything is hidden.
    const found = await keys(`per-author-${audience}`, perAuthor(audience), [viewer, from, to, limit * 2])
    const ids = found.map(({ id }) => id)
    return merge([await keys('visible-of', visibleOf, [viewer, ids])], limit)
  }

  const takingPart = `select m.audience from socius_membership m where m.tenant = 'default' and m.person_id = $1`
  const connected = `t.tenant = 'default' and t.from_id = $1 and t.kind = 'connection' and t.status = 'accepted'`
  /** The newest of each value of a list, each from its own place in the index; what is not shown is taken out afterwards. */
  const perValue = (values: string, where: string) => `select x.id, x.at from (${values}) v cross join lateral (
      select a.id, a.published_at as at from socius_activity a
      where a.tenant = 'default' and ${where} and ${before} ${newestFirst}) x order by x.at desc, x.id desc limit $4`
  const ofProgrammes = perValue(takingPart, 'a.audience = v.audience')
  const ofMembers = (audience: string, known = '$1::text is not null') =>
    perValue(
      `select m.person_id from socius_membership m where m.tenant = 'default' and m.programme_id = $5 and ${known}`,
      `a.person_id = v.person_id and a.audience = '${audience}'`,
    )
  const isKnown = `exists (select 1 from socius_tie t where ${connected} and t.to_id = m.person_id)`
  const rankOrder = 'order by a.rank desc, a.id desc limit $4'
  const rankStream = (where: string) => `select a.id, a.rank as at from socius_activity_rank a
    where a.tenant = 'default' and ${where} and a.rank < $2 and a.rank >= $3 and ${notTakenOut} and ${notBarred('$1')}
    ${rankOrder}`
  const rankPerValue = (values: string, where: string) => `select x.id, x.at from (${values}) v cross join lateral (
      select a.id, a.rank as at from socius_activity_rank a
      where a.tenant = 'default' and ${where} and a.rank < $2 and a.rank >= $3 ${rankOrder}
    ) x order by x.at desc, x.id desc limit $4`
  const ranksOf = `select a.id, a.rank as at from socius_activity_rank a
    where a.tenant = 'default' and a.id = any($2) and ${notTakenOut} and ${notBarred('$1')}`

  /** Twice as many as are wanted, and of them those that are shown. */
  async function ofValues(
    name: string,
    text: string,
    [viewer, from, to, limit, ...rest]: [string, number, number, number, ...string[]],
  ) {
    const found = await keys(name, text, [viewer, from, to, limit * 2, ...rest])
    if (found.length === 0) return []
    const isRank = name.startsWith('ranked')
    const ids = found.map(({ id }) => id)
    return merge([await keys(isRank ? 'ranks-of' : 'visible-of', isRank ? ranksOf : visibleOf, [viewer, ids])], limit)
  }
  const topOrder = 'order by a.engagement desc, a.published_at desc, a.id desc limit $3'
  const topStream = (where: string) => `select a.id, ${topKey} as at from socius_activity_rank a
    where a.tenant = 'default' and ${where} and a.published_at >= $2 and ${notTakenOut} and ${notBarred('$1')} ${topOrder}`
  const hydrate = async (viewer: string, page: readonly Key[]) => {
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
    await pool.query({
      name: 'hydrate-mine',
      text: `select * from socius_reaction where tenant = 'default' and person_id = $1 and subject_id = any($2)`,
      values: [viewer, ids],
    })
    await read('seen')
    const found = new Set(rows.map(({ id }) => id))
    return ids.filter((id) => found.has(id))
  }
  return {
    store,
    async load(data) {
      for (const [table, columns] of tables) {
        for (const batch of batchesOf(data, table, 5000)) {
          const arrays = columns.map((_, place) => batch.map((row) => row[place]))
          const casts = columns.map((_, place) => {
            return `$${place + 1}::${typeof batch[0]?.[place] === 'number' ? 'bigint' : 'text'}[]`
          })
          await pool.query(
            `insert into socius_${table} (${columns.join(', ')}) select * from unnest(${casts.join(', ')})`,
            arrays,
          )
        }
      }
      await pool.query('vacuum analyze')
    },
    async mixed(viewer, from, limit) {
      const visible = await keys('visible', stream(`a.audience = 'public'`), [viewer, upTo(from), 0, limit])
      const cut = cutOf(visible, limit)
      const own = await keys('own', stream('a.person_id = $1'), [viewer, upTo(from), cut, limit])
      const others = await ofConnections('connections', viewer, upTo(from), cut, limit)
      const programmes = await ofValues('programmes', ofProgrammes, [viewer, upTo(from), cut, limit])
      return hydrate(viewer, merge([visible, own, others, programmes], limit))
    },
    async network(viewer, from, limit) {
      const own = await keys('own', stream('a.person_id = $1'), [viewer, upTo(from), 0, limit])
      const open = await ofConnections('public', viewer, upTo(from), cutOf(own, limit), limit)
      const cut = Math.max(cutOf(own, limit), cutOf(open, limit))
      const closed = await ofConnections('connections', viewer, upTo(from), cut, limit)
      return hydrate(viewer, merge([own, open, closed], limit))
    },
    async programme(viewer, programme, from, limit) {
      const own = await keys('own', stream('a.person_id = $1'), [viewer, upTo(from), 0, limit])
      const cut = cutOf(own, limit)
      const open = await ofValues('members', ofMembers('public'), [viewer, upTo(from), cut, limit, programme])
      const next = Math.max(cut, cutOf(open, limit))
      const values: [string, number, number, number, string] = [viewer, upTo(from), next, limit, programme]
      const closed = await ofValues('known', ofMembers('connections', isKnown), values)
      const inside = await keys('inside', stream(`a.audience = 'programme:' || $5`), values)
      return hydrate(viewer, merge([own, open, closed, inside], limit))
    },
    async ranked(viewer, before, limit) {
      const open = await keys('ranked', rankStream(`a.audience = 'public'`), [viewer, upTo(before), 0, limit])
      const values: [string, number, number, number] = [viewer, upTo(before), cutOf(open, limit), limit]
      const own = await keys('ranked-own', rankStream('a.person_id = $1'), values)
      const ties = `select t.to_id from socius_tie t where ${connected}`
      const ofTies = rankPerValue(ties, `a.person_id = v.to_id and a.audience = 'connections'`)
      const others = await ofValues('ranked-others', ofTies, values)
      const programmes = await ofValues(
        'ranked-programmes',
        rankPerValue(takingPart, 'a.audience = v.audience'),
        values,
      )
      return hydrate(viewer, merge([open, own, others, programmes], limit))
    },
    async top(viewer, limit) {
      const days = 'select unnest($4::text[]) as day'
      const byDay = `select x.id, x.at from (${days}) d cross join lateral (
        ${topStream(`a.audience = 'public' and a.day = d.day`)}) x order by x.at desc, x.id desc limit $3`
      const values = [viewer, monthStart, limit]
      const open = await keys('top', byDay, [...values, monthDays()])
      const own = await keys('top-own', topStream('a.person_id = $1'), values)
      const ofTies = topStream(`a.audience = 'connections' and a.person_id in (
        select t.to_id from socius_tie t where ${connected})`)
      const others = await keys('top-others', ofTies, values)
      const programmes = await keys('top-programmes', topStream(`a.audience in (${takingPart})`), values)
      return hydrate(viewer, merge([open, own, others, programmes], limit))
    },
    async makePrivate() {
      await pool.query(`update socius_activity set audience = 'connections' where audience = 'public'`)
      await pool.query(`update socius_activity_rank set audience = 'connections' where audience = 'public'`)
      await pool.query('vacuum analyze')
    },
    async close() {
      await pool.end()
      await admin.query('drop database socius_bench_feed with (force)')
      await admin.end()
    },
  }
}
