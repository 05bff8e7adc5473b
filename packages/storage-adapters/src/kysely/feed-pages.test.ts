import { PGlite } from '@electric-sql/pglite'
import { instant, reference } from '@socius/core'
import {
  createStore,
  defineCollection,
  type QueryOptions,
  type RowOf,
  type Store,
  type StoreAdapter,
  select,
} from '@socius/core/store'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { kyselyStore } from '../kysely.js'
import { memoryStore } from '../memory.js'

/** Pages as feeds ask for them, which engines read in ways of their own; memory says what is right. */

const post = defineCollection('pages_post', {
  schema: z.object({
    id: reference(),
    authorId: z.nullable(reference()),
    audience: reference(),
    at: instant(),
    rank: z.int().nullable(),
    label: reference(),
    state: z.string(),
  }),
  indexes: [
    ['audience', 'at', 'id'],
    ['authorId', 'audience', 'at', 'id'],
    ['authorId', 'at', 'id'],
    ['authorId', 'rank', 'id'],
    ['authorId', 'label', 'id'],
  ],
})

const follow = defineCollection('pages_follow', {
  schema: z.object({ id: reference(), fromId: reference(), toId: reference(), kind: reference() }),
  indexes: [['fromId', 'kind', 'toId']],
})

type Post = RowOf<typeof post>

/** Mulberry32: the same numbers every time. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const people = 40

async function fill(store: Store): Promise<void> {
  const random = createRandom(7)
  const posts = Array.from({ length: 1500 }, (_, n): Post => {
    // Some people write most, some hardly ever; many posts share their moment.
    const author = Math.min(random(people), random(people), random(people))
    return {
      id: `p${random(1_000_000)}-${n}`,
      authorId: random(20) === 0 ? null : `u${author}`,
      audience: ['public', 'connections', 'private'][random(3)] ?? 'public',
      at: 1_700_000_000_000 - random(300) * 600_000,
      rank: random(4) === 0 ? null : random(9) - 4,
      label: ['a', 'B', 'b', '\ufffd', '\u{1f600}'][random(5)] ?? 'a',
      state: random(5) === 0 ? 'gone' : 'present',
    }
  })
  await store.insert(post, posts)
  const follows = Array.from({ length: 500 }, (_, n) => {
    return {
      id: `f${n}`,
      fromId: `u${random(people)}`,
      toId: `u${random(people + 5)}`,
      kind: ['follow', 'block'][random(2)] ?? '',
    }
  })
  await store.insert(follow, follows)
}

/** What a page is asked for, without where it begins. */
function makeQuery(random: (below: number) => number): QueryOptions<Post> {
  const viewer = `u${random(people)}`
  const followed = select(follow, 'toId', { fromId: viewer, kind: 'follow' })
  const blocked = select(follow, 'toId', { fromId: viewer, kind: 'block' })
  const some = Array.from({ length: random(30) + 1 }, () => `u${random(people + 3)}`)
  const audience = ['public', 'connections', 'private'][random(3)] ?? 'public'
  const kinds: QueryOptions<Post>['branches'] & object = [
    { authorId: { in: followed } },
    { authorId: { in: followed }, audience },
    { authorId: { in: some } },
    { authorId: { in: some }, audience, state: 'present' },
    { audience },
    { authorId: viewer },
    { authorId: { in: followed }, rank: { gte: 0 } },
  ]
  const branches = Array.from({ length: random(4) + 1 }, () => kinds[random(kinds.length)] ?? {})
  const direction = random(3) === 0 ? 'asc' : 'desc'
  const field = (['at', 'at', 'at', 'rank', 'label'] as const)[random(5)] ?? 'at'
  const orderBy: QueryOptions<Post>['orderBy'] & object = [[field, direction]]
  return {
    branches,
    orderBy,
    limit: [1, 3, 20, 50][random(4)] ?? 20,
    ...(random(2) === 0 ? { where: { authorId: { notIn: blocked }, state: { in: ['present', 'gone'] } } } : {}),
  }
}

async function compare(subject: StoreAdapter, queries: number): Promise<void> {
  const oracle = memoryStore()
  const stores = [oracle, subject].map((adapter) => createStore(adapter, 'tenant'))
  const [right, tried] = stores
  if (!right || !tried) return
  for (const adapter of [oracle, subject]) await adapter.prepare([post.shape, follow.shape])
  for (const store of stores) await fill(store)
  await createStore(subject, 'other').insert(post, (await right.query(post, { limit: 100 })).items)
  const random = createRandom(11)
  for (let n = 0; n < queries; n++) {
    const query = makeQuery(random)
    let cursor: string | null = null
    for (let page = 0; page < 3; page++) {
      const expected: Awaited<ReturnType<typeof right.query<Post>>> = await right.query(post, { ...query, cursor })
      const received = await tried.query(post, { ...query, cursor })
      expect({ n, page, query, ...received }).toEqual({ n, page, query, ...expected })
      cursor = expected.next
      if (cursor === null) break
    }
  }
}

const postgres = process.env['SOCIUS_TEST_POSTGRES_URL']
const mariadb = process.env['SOCIUS_TEST_MARIADB_URL']
const name = `socius_kysely_pages_${process.pid}`

describe('pages of a feed are the same as in memory', { timeout: 120_000 }, () => {
  test('on SQLite', async () => {
    const adapter = kyselyStore({ dialect: 'sqlite', database: ':memory:' })
    await compare(adapter, 300)
    await adapter.close()
  })

  test('on PGlite', async () => {
    const pglite = await PGlite.create()
    await compare(kyselyStore({ dialect: 'postgres', pglite }), 150)
    await pglite.close()
  })

  test.skipIf(postgres === undefined)('on Postgres', async () => {
    const url = postgres ?? ''
    const adapter = kyselyStore({ dialect: 'postgres', url, schema: name })
    await compare(adapter, 300)
    await adapter.close()
    const pool = new pg.Pool({ connectionString: url, max: 1 })
    await pool.query(`drop schema ${name} cascade`)
    await pool.end()
  })

  test.skipIf(mariadb === undefined)('on MariaDB', async () => {
    const url = mariadb ?? ''
    const adapter = kyselyStore({ dialect: 'mysql', url, schema: name })
    await compare(adapter, 300)
    await adapter.close()
    const connection = await mysql.createConnection(url)
    await connection.query(`drop database ${name}`)
    await connection.end()
  })
})
