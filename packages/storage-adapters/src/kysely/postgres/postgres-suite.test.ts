import { PGlite } from '@electric-sql/pglite'
import { reference } from '@socius/core'
import { createStore, defineCollection } from '@socius/core/store'
import { concurrencySuite, type OpenStore, storeFuzz, storeSuite } from '@socius/testkit/store'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { kyselyStore } from '../../kysely.js'
import { memoryStore } from '../../memory.js'

const server = process.env['SOCIUS_TEST_POSTGRES_URL']
const database = `socius_kysely_${process.pid}`
const note = defineCollection('note', { schema: z.object({ id: reference() }) })
let schemas = 0

function newSchema(): string {
  schemas += 1
  return `suite_${schemas}`
}

describe.skipIf(server === undefined)('on a Postgres server', () => {
  const url = new URL(server ?? 'postgres://localhost')
  const admin = new pg.Pool({ connectionString: url.href, max: 1 })
  url.pathname = `/${database}`

  beforeAll(async () => {
    // Another collation than the one that plans are ordered by.
    await admin.query(`create database ${database} template template0 locale 'C.UTF-8'`)
  })
  afterAll(async () => {
    await admin.query(`drop database if exists ${database} with (force)`)
    await admin.end()
  })

  storeSuite('Postgres', async () => {
    const schema = newSchema()
    const adapter = kyselyStore({ dialect: 'postgres', url: url.href, schema })
    return {
      adapter,
      close: () => adapter.close(),
      async execute(statements) {
        const pool = new pg.Pool({ connectionString: url.href, max: 1 })
        await pool.query(statements)
        await pool.end()
      },
    }
  })

  concurrencySuite('Postgres', async (count) => {
    const schema = newSchema()
    const adapters = Array.from({ length: count }, () => kyselyStore({ dialect: 'postgres', url: url.href, schema }))
    return {
      adapters,
      async close() {
        await Promise.all(adapters.map((adapter) => adapter.close()))
      },
    }
  })

  test('connections of the store plan a statement once', async () => {
    const schema = newSchema()
    const adapter = kyselyStore({ dialect: 'postgres', url: url.href, schema })
    await adapter.prepare([note.shape])
    const own = new pg.Pool({ connectionString: url.href, max: 1 })
    // Whoever inserts leaves the setting of their connection here.
    await own.query(`alter table ${schema}.socius_note add column mode text default current_setting('plan_cache_mode')`)
    await createStore(adapter, 'a').insert(note, [{ id: '1' }])
    const { rows } = await own.query(`select mode from ${schema}.socius_note`)
    expect(rows).toEqual([{ mode: 'force_generic_plan' }])
    await own.end()
    await adapter.close()
  })

  test('the fuzz finds no difference between Postgres and memory', { timeout: 1_200_000 }, async () => {
    const subject = kyselyStore({ dialect: 'postgres', url: url.href, schema: newSchema() })
    await storeFuzz({ oracle: memoryStore(), subject })
    await subject.close()
  })
})

describe('in PGlite', () => {
  let pglite: PGlite
  beforeAll(async () => {
    pglite = await PGlite.create()
  }, 60_000)
  afterAll(() => pglite.close())

  storeSuite('PGlite', async (): Promise<OpenStore> => {
    const adapter = kyselyStore({ dialect: 'postgres', pglite, schema: newSchema() })
    return {
      adapter,
      close: () => adapter.close(),
      async execute(statements) {
        await pglite.exec(statements)
      },
    }
  })

  concurrencySuite('PGlite', async (count) => {
    const adapter = kyselyStore({ dialect: 'postgres', pglite, schema: newSchema() })
    return { adapters: Array.from({ length: count }, () => adapter), close: () => adapter.close() }
  })

  test('the fuzz finds no difference between PGlite and memory', { timeout: 1_200_000 }, async () => {
    const subject = kyselyStore({ dialect: 'postgres', pglite, schema: newSchema() })
    await storeFuzz({ oracle: memoryStore(), subject })
  })
})
