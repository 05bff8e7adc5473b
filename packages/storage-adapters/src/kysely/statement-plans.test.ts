import { DatabaseSync } from 'node:sqlite'
import { instant, reference } from '@socius/core'
import { createStore, defineCollection, type QueryOptions, type RowOf, type Store, select } from '@socius/core/store'
import { type CompiledQuery, Kysely, type LogEvent, MysqlDialect, PostgresDialect, SqliteDialect } from 'kysely'
import mysql from 'mysql2'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { kyselyStore } from '../kysely.js'
import { keepStatements } from './sqlite/driver.js'

/** Which way the databases take to the rows of the hot statements: results alone would not show a walk through a table. */

const post = defineCollection('post', {
  schema: z.object({
    id: reference(),
    authorId: reference(),
    audience: reference(),
    at: instant(),
    text: z.string(),
    state: z.string(),
    hash: z.string(),
  }),
  compare: 'hash',
  search: ['text'],
  indexes: [
    ['audience', 'at', 'id'],
    ['authorId', 'audience', 'at', 'id'],
  ],
})

const follow = defineCollection('follow', {
  schema: z.object({ id: reference(), fromId: reference(), toId: reference() }),
  indexes: [['fromId', 'toId']],
})

type Post = RowOf<typeof post>

const authors = 60
const postsEach = 100

async function fill(store: Store): Promise<void> {
  const posts = Array.from({ length: authors * postsEach }, (_, n): Post => {
    const author = n % authors
    return {
      id: `p${n}`,
      authorId: `u${author}`,
      audience: Math.floor(n / authors) % 2 === 0 ? 'public' : 'connections',
      at: 1_700_000_000_000 + Math.floor(n / 3) * 1000,
      text: n === 30 ? 'post 30 rare' : `post ${n}`,
      state: 'present',
      hash: 'h',
    }
  })
  await store.insert(post, posts)
  const follows = Array.from({ length: 2000 }, (_, n) => {
    return { id: `f${n}`, fromId: `u${n % 50}`, toId: `u${Math.floor(n / 50)}` }
  })
  await store.insert(follow, follows)
}

const followed = select(follow, 'toId', { fromId: 'u7' })
const newest: QueryOptions<Post>['orderBy'] & object = [['at', 'desc']]
const network: QueryOptions<Post> = {
  where: { audience: 'public', authorId: { in: followed }, state: 'present' },
  orderBy: newest,
  limit: 20,
}
const mixed: QueryOptions<Post> = {
  branches: [
    { authorId: 'u7', audience: 'public' },
    { audience: 'public' },
    { audience: 'connections', authorId: { in: followed } },
  ],
  orderBy: newest,
  limit: 20,
}

/** A host's instance that shows what passes through it. */
function createSpy(): {
  log: (event: LogEvent) => void
  during(work: () => Promise<unknown>): Promise<CompiledQuery[]>
} {
  let seen: CompiledQuery[] = []
  return {
    log: (event) => void seen.push(event.query),
    async during(work) {
      seen = []
      await work()
      return seen
    },
  }
}

describe('on SQLite', () => {
  const database = new DatabaseSync(':memory:')
  const spy = createSpy()
  const host = new Kysely<unknown>({ dialect: new SqliteDialect({ database: keepStatements(database) }), log: spy.log })
  const store = createStore(kyselyStore({ dialect: 'sqlite', db: host }), 'tenant')

  beforeAll(async () => {
    await kyselyStore({ dialect: 'sqlite', db: host }).prepare([post.shape, follow.shape])
    await fill(store)
  })

  async function planOf(work: () => Promise<unknown>): Promise<string[]> {
    const [query] = (await spy.during(work)).filter(({ sql }) => /^(select|with)/.test(sql))
    const rows = database.prepare(`explain query plan ${query?.sql}`).all(...((query?.parameters ?? []) as string[]))
    return rows.map((row) => String(row['detail']))
  }

  test('a row is found by its key', async () => {
    expect(await planOf(() => store.get(post, ['p1', 'p2']))).toEqual([
      'SEARCH socius_post USING INDEX sqlite_autoindex_socius_post_1 (tenant=? AND id=?)',
    ])
  })

  test('a page begins in the index where the one before ended, and is not sorted', async () => {
    const first = await store.query(post, { where: { audience: 'public' }, orderBy: newest, limit: 20 })
    const next = () =>
      store.query(post, { where: { audience: 'public' }, orderBy: newest, limit: 20, cursor: first.next })
    expect(await planOf(next)).toEqual([
      'SEARCH socius_post USING INDEX socius_post_1 (tenant=? AND audience=? AND at<?)',
    ])
  })

  test('a prefix is a range of an index', async () => {
    const named = () => store.query(post, { where: { audience: { startsWith: 'pub%' } }, limit: 20 })
    expect((await planOf(named))[0]).toBe(
      'SEARCH socius_post USING INDEX socius_post_1 (tenant=? AND audience>? AND audience<?)',
    )
  })

  test('what others have published is read author by author', async () => {
    const plan = await planOf(() => store.query(post, network))
    expect(plan).toContain('SEARCH picked USING COVERING INDEX socius_follow_1 (tenant=? AND from_id=?)')
    expect(plan).toContain('SEARCH member USING INDEX socius_post_2 (tenant=? AND author_id=? AND audience=?)')
    expect(plan.filter((step) => /SCAN (member|socius_post|picked)/.test(step))).toEqual([])
  })

  test('and each author is left as soon as the page is full of newer posts', async () => {
    const [query] = await spy.during(() => store.query(post, network))
    let looked = 0
    database.function('looked_at', (value) => {
      looked += 1
      return value
    })
    const counting = query?.sql.replace('member."state"', 'looked_at(member."state")') ?? ''
    expect(counting).toContain('looked_at')
    const rows = database.prepare(counting).all(...((query?.parameters ?? []) as string[]))
    expect(rows).toHaveLength(21)
    // Each author that is followed is looked at once at least, and hardly more of the 2,000 posts they have made.
    expect(looked).toBeLessThan(300)
  })

  test('the branches of a page have an index each and are one statement', async () => {
    expect(await spy.during(() => store.query(post, mixed))).toHaveLength(1)
    const plan = await planOf(() => store.query(post, mixed))
    const searches = plan.filter((step) => step.startsWith('SEARCH member'))
    expect(searches).toEqual([
      'SEARCH member USING COVERING INDEX socius_post_2 (tenant=? AND author_id=? AND audience=?)',
      'SEARCH member USING COVERING INDEX socius_post_1 (tenant=? AND audience=? AND at>?)',
      'SEARCH member USING COVERING INDEX socius_post_2 (tenant=? AND author_id=? AND audience=? AND at>?)',
    ])
  })

  test('a batch that is there already is one read and no write', async () => {
    const { items } = await store.query(post, { limit: 500 })
    const statements = (await spy.during(() => store.upsert(post, items))).map(({ sql }) => sql.split(' ')[0])
    expect(statements).toEqual(['begin', 'select', 'commit'])
  })
})

const postgres = process.env['SOCIUS_TEST_POSTGRES_URL']
const scratch = `socius_kysely_plans_${process.pid}`

describe.skipIf(postgres === undefined)('on Postgres', { timeout: 60_000 }, () => {
  const pool = new pg.Pool({ connectionString: postgres, max: 2 })
  const spy = createSpy()
  const host = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }), log: spy.log })
  const adapter = kyselyStore({ dialect: 'postgres', db: host, schema: scratch })
  const store = createStore(adapter, 'tenant')

  beforeAll(async () => {
    await adapter.prepare([post.shape, follow.shape])
    await fill(store)
    await pool.query(`vacuum analyze ${scratch}.socius_post, ${scratch}.socius_follow`)
  }, 60_000)
  afterAll(async () => {
    await pool.query(`drop schema ${scratch} cascade`)
    await host.destroy()
  })

  async function planOf(work: () => Promise<unknown>): Promise<string> {
    const [query] = (await spy.during(work)).filter(({ sql }) => /^(select|with)/.test(sql))
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain ${query?.sql}`, [...(query?.parameters ?? [])])
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }

  test('what others have published is read author by author', async () => {
    const plan = await planOf(() => store.query(post, network))
    expect(plan).toMatch(/Nested Loop[\s\S]*Limit[\s\S]*Index Scan Backward using socius_post_2 on socius_post member/)
    expect(plan).not.toContain('Seq Scan on socius_post')
  })

  test('the branches of a page have an index each and are one statement', async () => {
    expect(await spy.during(() => store.query(post, mixed))).toHaveLength(1)
    const plan = await planOf(() => store.query(post, mixed))
    expect(plan.match(/Scan Backward using socius_post_\d/g)).toEqual([
      'Scan Backward using socius_post_2',
      'Scan Backward using socius_post_1',
      'Scan Backward using socius_post_2',
    ])
    expect(plan).not.toContain('Seq Scan on socius_post')
  })

  test('a rare word is looked up, and of a common one the newest are walked to', async () => {
    const found = (match: string) => () =>
      store.query(post, { match, where: { audience: 'public' }, orderBy: newest, limit: 20 })
    expect(await planOf(found('rare'))).toMatch(/Sort[\s\S]*Bitmap Index Scan on socius_post_words/)
    expect(await planOf(found('post'))).toMatch(/Index Scan Backward using socius_post_1/)
    expect((await store.query(post, { match: `rare' or 1 = 1 --`, limit: 20 })).items).toEqual([])
    expect((await found('rare')()).items.map(({ id }) => id)).toEqual(['p30'])
  })

  test('a batch is one read and one write of any length', async () => {
    const { items } = await store.query(post, { limit: 500 })
    const again = items.map((row, n) => (n < 5 ? { ...row, hash: 'changed' } : row))
    const statements = (await spy.during(() => store.upsert(post, again))).map(({ sql }) => sql.split(' ')[0])
    expect(statements).toEqual(['select', 'insert'])
    expect((await spy.during(() => store.upsert(post, again))).map(({ sql }) => sql.split(' ')[0])).toEqual(['select'])
  })

  test('keys are looked up, however many, in a table that has no statistics yet', async () => {
    const fresh = kyselyStore({ dialect: 'postgres', db: host, schema: scratch, prefix: 'fresh_' })
    await fresh.prepare([post.shape])
    await pool.query(`alter table ${scratch}.fresh_post set (autovacuum_enabled = off)`)
    const unknown = createStore(fresh, 'tenant')
    const { items } = await store.query(post, { limit: 500 })
    const rows = Array.from({ length: 20 }, (_, n) => items.map((row) => ({ ...row, id: `${row.id}-${n}` }))).flat()
    await unknown.insert(post, rows)
    const ids = rows.slice(0, 500).map(({ id }) => id)
    const byKey = /Index Cond: \(\(tenant = 'tenant'::text\) AND \(id = ANY/
    expect(await planOf(() => unknown.get(post, ids))).toMatch(byKey)
    await unknown.upsert(post, rows.slice(0, 500))
    expect(await planOf(() => unknown.upsert(post, rows.slice(0, 500)))).toMatch(byKey)
  })
})

const mariadb = process.env['SOCIUS_TEST_MARIADB_URL']

describe.skipIf(mariadb === undefined)('on MariaDB', { timeout: 60_000 }, () => {
  const pool = mysql.createPool(mariadb ?? 'mysql://localhost')
  const spy = createSpy()
  const host = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }), log: spy.log })
  const adapter = kyselyStore({ dialect: 'mysql', db: host, schema: scratch })
  const store = createStore(adapter, 'tenant')

  beforeAll(async () => {
    await adapter.prepare([post.shape, follow.shape])
    await fill(store)
    await pool.promise().query(`analyze table ${scratch}.socius_post, ${scratch}.socius_follow`)
  }, 60_000)
  afterAll(async () => {
    await pool.promise().query(`drop database ${scratch}`)
    await host.destroy()
  })

  test('what others have published is read within a window that the first post of each gives', async () => {
    const statements = await spy.during(() => store.query(post, network))
    expect(statements.map(({ sql }) => sql.match(/^select (picked|`author_id` as value, max|`tenant`)/)?.[1])).toEqual([
      'picked',
      '`author_id` as value, max',
      '`tenant`',
    ])
    const plans = []
    for (const { sql, parameters } of statements) {
      const [rows] = await pool
        .promise()
        .query<(mysql.RowDataPacket & Record<string, unknown>)[]>(`explain ${sql}`, [...parameters])
      plans.push([rows[0]?.['key'], String(rows[0]?.['Extra']).includes('Using index for group-by')])
    }
    expect(plans).toEqual([
      ['socius_follow_1', false],
      ['socius_post_2', true],
      ['socius_post_2', false],
    ])
  })

  test('a batch that is there already is one read', async () => {
    const { items } = await store.query(post, { limit: 500 })
    const statements = await spy.during(() => store.upsert(post, items))
    expect(statements.map(({ sql }) => sql.split(' ')[0])).toEqual(['select'])
  })
})
