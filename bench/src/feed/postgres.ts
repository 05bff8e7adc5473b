import { kyselyStore } from '@socius/storage-adapters/kysely'
import { Pool } from 'pg'
import { batchesOf, cutOf, type FeedEngine, type Key, merge, notBarred, shown, tables, upTo } from './engine.ts'

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
      return hydrate(merge([visible, own, others], limit))
    },
    async network(viewer, from, limit) {
      const own = await keys('own', stream('a.person_id = $1'), [viewer, upTo(from), 0, limit])
      const open = await ofConnections('public', viewer, upTo(from), cutOf(own, limit), limit)
      const cut = Math.max(cutOf(own, limit), cutOf(open, limit))
      const closed = await ofConnections('connections', viewer, upTo(from), cut, limit)
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
