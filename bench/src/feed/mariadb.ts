import { kyselyStore } from '@socius/storage-adapters/kysely'
import { createPool, type RowDataPacket } from 'mysql2/promise'
import { monthDays, monthStart } from './data.ts'
import {
  batchesOf,
  cutOf,
  type FeedEngine,
  type Key,
  merge,
  notTakenOut,
  shown,
  tables,
  topKey,
  upTo,
} from './engine.ts'

/** How much further back each look goes than the one before. */
const widening = 8

/** MariaDB has no lateral join: the newest post of each author says how far back a page can reach. */
export async function openMariadb(): Promise<FeedEngine> {
  const url = process.env['SOCIUS_TEST_MARIADB_URL'] ?? 'mysql://root@127.0.0.1:3306'
  const pool = createPool({ uri: url, supportBigNumbers: true, connectionLimit: 2 })
  await pool.query('drop database if exists socius_bench_feed')
  await pool.query('create database socius_bench_feed')
  // The default of 128 MB would measure the disk. Set back at the end.
  const [settings] = await pool.query<RowDataPacket[]>('select @@global.innodb_buffer_pool_size as size')
  await pool.query(`set global innodb_buffer_pool_size = ${4 * 2 ** 30}`)
  const own = new URL(url)
  own.pathname = '/socius_bench_feed'
  const store = kyselyStore({ dialect: 'mysql', url: own.href })
  const db = createPool({ uri: own.href, supportBigNumbers: true, connectionLimit: 2 })
  type Row = RowDataPacket & Record<string, string | number>
  const rows = async (text: string, values: unknown[]) => (await db.query<Row[]>(text, values))[0]
  const keys = async (text: string, values: unknown[]) => {
    return (await rows(text, values)).map((row): Key => ({ id: String(row['id']), at: Number(row['at']) }))
  }
  const window = 'a.published_at < ? and a.published_at >= ?'
  const newestFirst = 'order by a.published_at desc, a.id desc limit ?'

  /** Whom the viewer is connected with, and whom they must not see. */
  async function peopleOf(viewer: string): Promise<{ connections: string[]; barred: string[]; audiences: string[] }> {
    const ties = await rows(
      `select to_id, kind from socius_tie where tenant = 'default' and from_id = ?
        and ((kind = 'connection' and status = 'accepted') or (kind in ('block', 'blocked', 'mute') and status = 'active'))`,
      [viewer],
    )
    const barred = new Set(ties.filter(({ kind }) => kind !== 'connection').map((tie) => String(tie['to_id'])))
    const connections = ties.filter(({ kind }) => kind === 'connection').map((tie) => String(tie['to_id']))
    const taken = `select audience from socius_membership where tenant = 'default' and person_id = ?`
    const audiences = (await rows(taken, [viewer])).map((row) => String(row['audience']))
    await rows(`select activity_id from socius_hidden where tenant = 'default' and person_id = ?`, [viewer])
    return { connections: connections.filter((id) => !barred.has(id)), barred: [...barred, ''], audiences }
  }

  const stream = (index: number, where: string) => `select a.id, a.published_at as at
    from socius_activity a force index (socius_activity_${index})
    where a.tenant = 'default' and ${where} and ${window} and ${shown} ${newestFirst}`
  const ofAuthors = `select a.id, a.published_at as at from socius_activity a force index (socius_activity_4)
    where a.tenant = 'default' and a.person_id in (?) and a.audience = ? and ${window} and ${shown} ${newestFirst}`

  /** What these people show to the audience, newest first. */
  async function ofConnections(people: readonly string[], audience: string, from: number, to: number, limit: number) {
    if (people.length === 0) return []
    const firsts = await rows(
      `select a.person_id, max(a.published_at) as at from socius_activity a force index (socius_activity_4)
        where a.tenant = 'default' and a.person_id in (?) and a.audience = ? and ${window}
        group by a.tenant, a.person_id, a.audience`,
      [people, audience, from, to],
    )
    const newest = firsts.map((row) => ({ id: String(row['person_id']), at: Number(row['at']) }))
    newest.sort((a, b) => b.at - a.at)
    const [first] = newest
    const last = newest[limit - 1] ?? newest.at(-1)
    if (!first || !last) return []
    for (let reach = Math.max(first.at - last.at, 3_600_000); ; reach *= widening) {
      const start = Math.max(first.at - reach, to)
      const authors = newest.filter(({ at }) => at >= start).map(({ id }) => id)
      const found = await keys(ofAuthors, [authors, audience, from, start, limit])
      if (found.length === limit || start === to || start <= 0) return found
    }
  }

  /** Waits until the server has taken out of its indexes what was changed: until then every walk passes over it. */
  async function purged(): Promise<void> {
    for (let waited = 0; waited < 300; waited++) {
      const [status] = await rows('show engine innodb status', [])
      const length = /History list length (\d+)/.exec(String(status?.['Status']))?.[1]
      if (Number(length) === 0) return
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }

  /** What the index holds by rank, most first. */
  const rankStream = (index: number, where: string) => `select a.id, a.rank as at
    from socius_activity_rank a force index (socius_activity_rank_${index})
    where a.tenant = 'default' and ${where} and a.rank < ? and a.rank >= ? and ${notTakenOut}
    order by a.rank desc, a.id desc limit ?`
  const topOrder = 'order by a.engagement desc, a.published_at desc, a.id desc limit ?'
  const topStream = (index: number, where: string) => `select a.id, ${topKey} as at
    from socius_activity_rank a force index (socius_activity_rank_${index})
    where a.tenant = 'default' and ${where} and a.published_at >= ? and ${notTakenOut} ${topOrder}`
  /** Each audience from its own place in the index. */
  async function ofEach(audiences: readonly string[], read: (audience: string) => Promise<Key[]>): Promise<Key[]> {
    const found: Key[] = []
    for (const audience of audiences) found.push(...(await read(audience)))
    return found
  }

  const hydrate = async (viewer: string, page: readonly Key[]) => {
    const ids = page.map(({ id }) => id)
    if (ids.length === 0) return []
    const read = (table: string) => rows(`select * from socius_${table} where tenant = 'default' and id in (?)`, [ids])
    const found = new Set((await read('activity')).map((row) => String(row['id'])))
    await read('activity_counts')
    await read('tally')
    await rows(`select * from socius_reaction where tenant = 'default' and person_id = ? and subject_id in (?)`, [
      viewer,
      ids,
    ])
    await read('seen')
    return ids.filter((id) => found.has(id))
  }

  return {
    store,
    async load(data) {
      await db.query('set global innodb_flush_log_at_trx_commit = 2')
      for (const [table, columns] of tables) {
        for (const batch of batchesOf(data, table, 2000)) {
          await db.query(`insert into socius_${table} (${columns.join(', ')}) values ?`, [batch])
        }
      }
      await db.query('set global innodb_flush_log_at_trx_commit = 1')
      await db.query(
        'analyze table socius_activity, socius_activity_counts, socius_tie, socius_membership, socius_activity_rank',
      )
    },
    async mixed(viewer, before, limit) {
      const from = upTo(before)
      const { connections, barred, audiences } = await peopleOf(viewer)
      const hidden = '(a.person_id is null or a.person_id not in (?))'
      const visible = await keys(stream(1, `a.audience = 'public' and ${hidden}`), [barred, from, 0, limit])
      const cut = cutOf(visible, limit)
      const own = await keys(stream(5, 'a.person_id = ?'), [viewer, from, cut, limit])
      // A full page of what is public is a window already.
      const others =
        cut === 0
          ? await ofConnections(connections, 'connections', from, 0, limit)
          : connections.length === 0
            ? []
            : await keys(ofAuthors, [connections, 'connections', from, cut, limit])
      const programmes = await ofEach(audiences, (audience) =>
        keys(stream(1, 'a.audience = ?'), [audience, from, cut, limit]),
      )
      return hydrate(viewer, merge([visible, own, others, programmes], limit))
    },
    async network(viewer, before, limit) {
      const from = upTo(before)
      const { connections } = await peopleOf(viewer)
      const own = await keys(stream(5, 'a.person_id = ?'), [viewer, from, 0, limit])
      const open = await ofConnections(connections, 'public', from, cutOf(own, limit), limit)
      const cut = Math.max(cutOf(own, limit), cutOf(open, limit))
      const closed = await ofConnections(connections, 'connections', from, cut, limit)
      return hydrate(viewer, merge([own, open, closed], limit))
    },
    async programme(viewer, programme, before, limit) {
      const from = upTo(before)
      const { connections } = await peopleOf(viewer)
      const found = await rows(
        `select person_id from socius_membership where tenant = 'default' and programme_id = ?`,
        [programme],
      )
      const members = found.map((row) => String(row['person_id']))
      const known = new Set(connections)
      const own = await keys(stream(5, 'a.person_id = ?'), [viewer, from, 0, limit])
      const open = await ofConnections(members, 'public', from, cutOf(own, limit), limit)
      const cut = Math.max(cutOf(own, limit), cutOf(open, limit))
      const both = members.filter((id) => known.has(id))
      const closed = await ofConnections(both, 'connections', from, cut, limit)
      const inside = await keys(stream(1, 'a.audience = ?'), [`programme:${programme}`, from, cut, limit])
      return hydrate(viewer, merge([own, open, closed, inside], limit))
    },
    async ranked(viewer, before, limit) {
      const from = upTo(before)
      const { connections, barred, audiences } = await peopleOf(viewer)
      const hidden = '(a.person_id is null or a.person_id not in (?))'
      const open = await keys(rankStream(1, `a.audience = 'public' and ${hidden}`), [barred, from, 0, limit])
      const cut = cutOf(open, limit)
      const own = await keys(rankStream(2, 'a.person_id = ?'), [viewer, from, cut, limit])
      const who = `a.person_id in (?) and a.audience = 'connections'`
      const others = connections.length === 0 ? [] : await keys(rankStream(2, who), [connections, from, cut, limit])
      const programmes = await ofEach(audiences, (audience) =>
        keys(rankStream(1, 'a.audience = ?'), [audience, from, cut, limit]),
      )
      return hydrate(viewer, merge([open, own, others, programmes], limit))
    },
    async top(viewer, limit) {
      const { connections, barred, audiences } = await peopleOf(viewer)
      const hidden = '(a.person_id is null or a.person_id not in (?))'
      const open: Key[] = []
      const days = monthDays()
      const each = days.map(() => `(${topStream(5, `a.audience = 'public' and ${hidden} and a.day = ?`)})`)
      const values = days.flatMap((day) => [barred, day, monthStart, limit])
      open.push(...merge([await keys(each.join(' union all '), values)], limit))
      const own = await keys(topStream(6, 'a.person_id = ?'), [viewer, monthStart, limit])
      const who = `a.person_id in (?) and a.audience = 'connections'`
      const others = connections.length === 0 ? [] : await keys(topStream(6, who), [connections, monthStart, limit])
      const programmes = await ofEach(audiences, (audience) =>
        keys(topStream(5, 'a.audience = ? and a.day in (?)'), [audience, days, monthStart, limit]),
      )
      return hydrate(viewer, merge([open, own, others, programmes], limit))
    },
    async makePrivate() {
      await db.query(`update socius_activity set audience = 'connections' where audience = 'public'`)
      await db.query(`update socius_activity_rank set audience = 'connections' where audience = 'public'`)
      await purged()
      await db.query('analyze table socius_activity, socius_activity_rank')
    },
    async close() {
      await db.end()
      await pool.query('drop database socius_bench_feed')
      await pool.query(`set global innodb_buffer_pool_size = ${Number(settings[0]?.['size'])}`)
      await pool.end()
    },
  }
}
