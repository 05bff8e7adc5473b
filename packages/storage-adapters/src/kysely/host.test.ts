import { PGlite } from '@electric-sql/pglite'
import { instant, reference } from '@socius/core'
import { createStore, defineCollection } from '@socius/core/store'
import { type OpenStore, storeSuite } from '@socius/testkit/store'
import Database from 'better-sqlite3'
import { CamelCasePlugin, Kysely, MysqlDialect, PGliteDialect, PostgresDialect, SqliteDialect } from 'kysely'
import mysql from 'mysql2'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { kyselyStore } from '../kysely.js'

/** A host that has a Kysely instance of its own, with tables of its own and a plugin for them. */
interface HostTables {
  hostNote: { id: string; bodyText: string }
}

type Host = Kysely<HostTables>

const member = defineCollection('member', {
  schema: z.object({ id: reference(), name: z.string(), joinedAt: instant(), hash: z.string() }),
  compare: 'hash',
  search: ['name'],
  indexes: [['joinedAt', 'id']],
})

const ada = { id: 'ada', name: 'Ada', joinedAt: 1, hash: '1' }
const bob = { id: 'bob', name: 'Bob', joinedAt: 2, hash: '1' }

interface HostKind {
  readonly name: string
  readonly dialect: 'sqlite' | 'postgres' | 'mysql'
  readonly skip: boolean
  open(): Promise<{ host: Host; close(): Promise<void> }>
}

const postgres = process.env['SOCIUS_TEST_POSTGRES_URL']
const mariadb = process.env['SOCIUS_TEST_MARIADB_URL']
const scratch = `socius_kysely_host_${process.pid}`
const plugins = [new CamelCasePlugin()]

const kinds: readonly HostKind[] = [
  {
    name: 'better-sqlite3',
    dialect: 'sqlite',
    skip: false,
    async open() {
      const host = new Kysely<HostTables>({
        dialect: new SqliteDialect({ database: new Database(':memory:') }),
        plugins,
      })
      return { host, close: () => host.destroy() }
    },
  },
  {
    name: 'PGlite',
    dialect: 'postgres',
    skip: false,
    async open() {
      const host = new Kysely<HostTables>({ dialect: new PGliteDialect({ pglite: await PGlite.create() }), plugins })
      return { host, close: () => host.destroy() }
    },
  },
  {
    name: 'Postgres',
    dialect: 'postgres',
    skip: postgres === undefined,
    async open() {
      const admin = new pg.Pool({ connectionString: postgres, max: 1 })
      await admin.query(`create schema ${scratch}`)
      const pool = new pg.Pool({ connectionString: postgres, max: 4, options: `-c search_path=${scratch}` })
      const host = new Kysely<HostTables>({ dialect: new PostgresDialect({ pool }), plugins })
      return {
        host,
        async close() {
          await host.destroy()
          await admin.query(`drop schema ${scratch} cascade`)
          await admin.end()
        },
      }
    },
  },
  {
    name: 'MariaDB',
    dialect: 'mysql',
    skip: mariadb === undefined,
    async open() {
      const admin = mysql.createConnection(mariadb ?? '').promise()
      await admin.query(`create database ${scratch}`)
      const url = new URL(mariadb ?? '')
      url.pathname = `/${scratch}`
      const host = new Kysely<HostTables>({ dialect: new MysqlDialect({ pool: mysql.createPool(url.href) }), plugins })
      return {
        host,
        async close() {
          await host.destroy()
          await admin.query(`drop database ${scratch}`)
          await admin.end()
        },
      }
    },
  },
]

for (const { name, dialect, skip, open } of kinds) {
  describe.skipIf(skip)(`on a host's own Kysely instance over ${name}`, { timeout: 60_000 }, () => {
    let host: Host
    let close: () => Promise<void> = async () => {}

    beforeAll(async () => {
      const opened = await open()
      host = opened.host
      close = opened.close
      await host.schema
        .createTable('hostNote')
        .addColumn('id', 'varchar(40)', (column) => column.primaryKey())
        .addColumn('bodyText', 'varchar(200)')
        .execute()
      await kyselyStore({ dialect, db: host }).prepare([member.shape])
    }, 60_000)
    afterAll(() => close(), 60_000)

    async function stored(): Promise<string[]> {
      const { items } = await createStore(kyselyStore({ dialect, db: host }), 'tenant').query(member, { limit: 10 })
      const notes = await host.selectFrom('hostNote').selectAll().execute()
      return [...items.map((row) => row.name), ...notes.map((row) => row.bodyText)]
    }

    async function empty(): Promise<void> {
      await createStore(kyselyStore({ dialect, db: host }), 'tenant').remove(member, { where: {}, limit: 10 })
      await host.deleteFrom('hostNote').execute()
    }

    test('rows are read and written past its plugins, and it stays open', async () => {
      await empty()
      const adapter = kyselyStore({ dialect, db: host })
      const store = createStore(adapter, 'tenant')
      expect(await store.insert(member, [ada])).toEqual(['ada'])
      expect(await store.upsert(member, [{ ...ada, joinedAt: 5, hash: '2' }, bob])).toMatchObject({
        inserted: ['bob'],
        updated: ['ada'],
      })
      expect(await store.get(member, ['ada'])).toEqual([{ ...ada, joinedAt: 5, hash: '2' }])
      await adapter.close()
      await host.insertInto('hostNote').values({ id: '1', bodyText: 'still open' }).execute()
      expect(await stored()).toEqual(['Ada', 'Bob', 'still open'])
    })

    test('the store takes part in a transaction that the host has opened', async () => {
      await empty()
      await host.transaction().execute(async (transaction) => {
        const store = createStore(kyselyStore({ dialect, db: transaction }), 'tenant')
        await transaction.insertInto('hostNote').values({ id: '1', bodyText: 'note' }).execute()
        await store.upsert(member, [ada, bob])
        await store.update(member, { where: { id: 'ada' }, add: { joinedAt: 1 } })
        expect((await store.get(member, ['ada']))[0]?.joinedAt).toBe(2)
        await store.transaction((inner) => inner.insert(member, [{ ...bob, id: 'cy', name: 'Cy' }]))
      })
      expect(await stored()).toEqual(['Ada', 'Bob', 'Cy', 'note'])
    })

    test('what the host undoes is undone in the store', async () => {
      await empty()
      const work = host.transaction().execute(async (transaction) => {
        const store = createStore(kyselyStore({ dialect, db: transaction }), 'tenant')
        await transaction.insertInto('hostNote').values({ id: '1', bodyText: 'note' }).execute()
        await store.transaction((inner) => inner.insert(member, [ada]))
        await store.upsert(member, [bob])
        throw new Error('on purpose')
      })
      await expect(work).rejects.toThrow('on purpose')
      expect(await stored()).toEqual([])
    })

    test('what the store undoes leaves the work of the host', async () => {
      await empty()
      await host.transaction().execute(async (transaction) => {
        const store = createStore(kyselyStore({ dialect, db: transaction }), 'tenant')
        await transaction.insertInto('hostNote').values({ id: '1', bodyText: 'note' }).execute()
        await store.insert(member, [ada])
        const failing = store.transaction(async (inner) => {
          await inner.insert(member, [bob])
          await inner.transaction((innermost) => innermost.upsert(member, [{ ...ada, hash: '9' }]))
          throw new Error('on purpose')
        })
        await expect(failing).rejects.toThrow('on purpose')
        await store.insert(member, [{ ...bob, id: 'dee', name: 'Dee' }])
      })
      expect(await stored()).toEqual(['Ada', 'Dee', 'note'])
    })

    test('a statement that the database refuses in a transaction of the store leaves the work of the host', async () => {
      await empty()
      const absent = defineCollection('absent', { schema: z.object({ id: reference() }) })
      await host.transaction().execute(async (transaction) => {
        const store = createStore(kyselyStore({ dialect, db: transaction }), 'tenant')
        await store.insert(member, [ada])
        const failing = store.transaction((inner) => inner.insert(absent, [{ id: '1' }]))
        await expect(failing).rejects.toMatchObject({ code: 'store_rejected' })
        await store.insert(member, [bob])
      })
      expect(await stored()).toEqual(['Ada', 'Bob'])
    })

    test('writes that are started together in one transaction do not undo each other', async () => {
      await empty()
      await host.transaction().execute(async (transaction) => {
        const store = createStore(kyselyStore({ dialect, db: transaction }), 'tenant')
        const failing = store.transaction(async (inner) => {
          await inner.insert(member, [ada])
          throw new Error('on purpose')
        })
        const together = await Promise.allSettled([
          failing,
          store.insert(member, [bob]),
          store.upsert(member, [{ ...bob, id: 'eve', name: 'Eve' }]),
        ])
        expect(together.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
      })
      expect(await stored()).toEqual(['Bob', 'Eve'])
    })
  })
}

storeSuite("a host's instance over better-sqlite3", async (): Promise<OpenStore> => {
  const database = new Database(':memory:')
  const host = new Kysely<HostTables>({ dialect: new SqliteDialect({ database }), plugins })
  return {
    adapter: kyselyStore({ dialect: 'sqlite', db: host }),
    close: () => host.destroy(),
    async execute(statements) {
      database.exec(statements)
    },
  }
})
