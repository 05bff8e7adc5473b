import { DatabaseSync } from 'node:sqlite'
import { PGlite } from '@electric-sql/pglite'
import { instant, reference } from '@socius/core'
import { createStore, defineCollection } from '@socius/core/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { kyselyStore } from '../kysely.js'

const letter = defineCollection('letter', {
  schema: z.object({
    id: reference(),
    writtenBy: z.nullable(reference()),
    writtenAt: instant(),
    body: z.string(),
    read: z.boolean(),
    extra: z.unknown().nullable(),
  }),
  search: ['body'],
  indexes: [['writtenBy', 'writtenAt', 'id']],
})

const log = defineCollection('log', {
  schema: z.object({ id: reference(), position: z.int(), weight: z.number() }),
  sequence: 'position',
  indexes: [['weight']],
  acrossTenants: [['position']],
})

const rows = ['a', 'b', 'c'].map((id, n) => {
  return { id, writtenBy: null, writtenAt: n, body: `letter ${id}`, read: false, extra: null }
})

describe('structure on SQLite', () => {
  test('is what the collections say', () => {
    const adapter = kyselyStore({ dialect: 'sqlite', database: ':memory:', prefix: 'app_' })
    expect(adapter.ddl?.([letter.shape, log.shape])).toMatchInlineSnapshot(`
      "create table if not exists "app_letter" (
        "_row" integer primary key,
        "tenant" text not null,
        "id" text not null,
        "written_by" text,
        "written_at" integer not null,
        "body" text not null,
        "read" integer not null,
        "extra" text,
        "search_words" text not null,
        unique ("tenant", "id")
      );

      create index if not exists "app_letter_1" on "app_letter" ("tenant", "written_by", "written_at", "id");

      create virtual table if not exists "app_letter_words" using fts5(search_words, content='app_letter', content_rowid='_row', tokenize='ascii', detail='none', columnsize=0);

      create trigger if not exists "app_letter_words_insert" after insert on "app_letter" begin insert into "app_letter_words" (rowid, "search_words") values (new."_row", new."search_words"); end;

      create trigger if not exists "app_letter_words_delete" after delete on "app_letter" begin insert into "app_letter_words" ("app_letter_words", rowid, "search_words") values ('delete', old."_row", old."search_words"); end;

      create trigger if not exists "app_letter_words_update" after update of "search_words" on "app_letter" when old."search_words" <> new."search_words" begin insert into "app_letter_words" ("app_letter_words", rowid, "search_words") values ('delete', old."_row", old."search_words"); insert into "app_letter_words" (rowid, "search_words") values (new."_row", new."search_words"); end;

      create table if not exists "app_log" (
        "position" integer primary key autoincrement,
        "tenant" text not null,
        "id" text not null,
        "weight" real not null,
        unique ("tenant", "id")
      );

      create index if not exists "app_log_1" on "app_log" ("tenant", "weight");
      "
    `)
  })

  test('carries the prefix that was asked for, or none', async () => {
    const names = async (prefix?: string) => {
      const database = new DatabaseSync(':memory:')
      const adapter = kyselyStore({ dialect: 'sqlite', database, ...(prefix === undefined ? {} : { prefix }) })
      await adapter.prepare([log.shape])
      const found = database.prepare(`select name from sqlite_master where name like '%log%' order by name`).all()
      return found.map((row) => row['name']).filter((name) => !String(name).startsWith('sqlite_'))
    }
    expect(await names()).toEqual(['socius_log', 'socius_log_1'])
    expect(await names('app_')).toEqual(['app_log', 'app_log_1'])
    expect(await names('')).toEqual(['log', 'log_1'])
  })

  test('can stand in a database that the host has attached', async () => {
    const database = new DatabaseSync(':memory:')
    database.exec(`attach ':memory:' as social`)
    const adapter = kyselyStore({ dialect: 'sqlite', database, schema: 'social' })
    await adapter.prepare([letter.shape, log.shape])
    const store = createStore(adapter, 'tenant')
    await store.insert(letter, rows)
    expect((await store.query(letter, { match: 'letter b', limit: 5 })).items).toEqual([rows[1]])
    expect(await store.remove(letter, { where: { id: 'b' }, limit: 1 })).toBe(1)
    expect((await store.query(letter, { match: 'letter b', limit: 5 })).items).toEqual([])
    expect(await adapter.drift?.([letter.shape, log.shape])).toEqual([])
    expect(database.prepare('select count(*) as n from sqlite_master').get()).toEqual({ n: 0 })
    expect(database.prepare('select count(*) as n from social.socius_letter').get()).toEqual({ n: 2 })
  })

  test('keeps its words through a vacuum', async () => {
    const database = new DatabaseSync(':memory:')
    const adapter = kyselyStore({ dialect: 'sqlite', database })
    await adapter.prepare([letter.shape])
    const store = createStore(adapter, 'tenant')
    await store.insert(letter, rows)
    await store.remove(letter, { where: { id: 'a' }, limit: 1 })
    database.exec('vacuum')
    expect((await store.query(letter, { match: 'c', limit: 5 })).items).toEqual([rows[2]])
  })

  test('never gives a number again', async () => {
    const adapter = kyselyStore({ dialect: 'sqlite', database: ':memory:' })
    await adapter.prepare([log.shape])
    const store = createStore(adapter, 'tenant')
    await store.insert(log, [{ id: 'a', position: 0, weight: 0 }])
    await store.remove(log, { where: {}, limit: 1 })
    await store.insert(log, [{ id: 'b', position: 0, weight: 0 }])
    expect((await store.get(log, ['b']))[0]?.position).toBe(2)
  })
})

describe('a later release', () => {
  const before = defineCollection('thing', { schema: z.object({ id: reference() }) })
  const after = defineCollection('thing', {
    schema: z.object({ id: reference(), size: z.int(), note: z.string().nullable() }),
  })

  test('does not make up values for rows that are there', async () => {
    const database = new DatabaseSync(':memory:')
    const adapter = kyselyStore({ dialect: 'sqlite', database })
    await adapter.prepare([before.shape])
    await createStore(adapter, 'tenant').insert(before, [{ id: 'a' }])
    await expect(adapter.prepare([after.shape])).rejects.toMatchObject({
      code: 'schema_drift',
      details: { collection: 'thing', field: 'size' },
    })
    const columns = database.prepare(`select name from pragma_table_info('socius_thing')`).all()
    expect(columns.map((row) => row['name'])).toEqual(['_row', 'tenant', 'id'])
  })

  test('is refused when two fields would share a column', async () => {
    const twins = defineCollection('twins', {
      schema: z.object({ id: reference(), madeAt: z.int(), made_at: z.int() }),
    })
    const adapter = kyselyStore({ dialect: 'sqlite', database: ':memory:' })
    await expect(adapter.prepare([twins.shape])).rejects.toMatchObject({ code: 'invalid_option' })
  })
})

describe('structure on Postgres', () => {
  let pglite: PGlite
  beforeAll(async () => {
    pglite = await PGlite.create()
  }, 60_000)
  afterAll(() => pglite.close())

  test('is what the collections say', () => {
    const adapter = kyselyStore({ dialect: 'postgres', pglite, schema: 'social' })
    expect(adapter.ddl?.([letter.shape, log.shape])).toMatchInlineSnapshot(`
      "create schema if not exists "social";

      create table if not exists "social"."socius_letter" (
        "tenant" text collate "C" not null,
        "id" text collate "C" not null,
        "written_by" text collate "C",
        "written_at" bigint not null,
        "body" text collate "C" not null,
        "read" boolean not null,
        "extra" text,
        "search_words" text collate "C" not null,
        primary key ("tenant", "id")
      );

      create index if not exists "socius_letter_1" on "social"."socius_letter" ("tenant", "written_by" nulls first, "written_at", "id");

      create index if not exists "socius_letter_words" on "social"."socius_letter" using gin (string_to_array("search_words", ' '));

      create table if not exists "social"."socius_log" (
        "tenant" text collate "C" not null,
        "id" text collate "C" not null,
        "position" bigint not null generated by default as identity,
        "weight" double precision not null,
        primary key ("tenant", "id")
      );

      create index if not exists "socius_log_1" on "social"."socius_log" ("tenant", "weight");

      create index if not exists "socius_log_2" on "social"."socius_log" ("position");
      "
    `)
  })

  test('drifts where a text is not in code-point order', async () => {
    await pglite.exec(
      `create table "odd_log" (tenant text collate "C", id text, position bigint, weight double precision)`,
    )
    const adapter = kyselyStore({ dialect: 'postgres', pglite, prefix: 'odd_' })
    expect(await adapter.drift?.([log.shape])).toEqual([
      {
        collection: 'log',
        part: 'id',
        problem: 'different',
        detail: 'The column id is text instead of text collate "C".',
      },
      { collection: 'log', part: 'log_1', problem: 'missing', detail: 'There is no odd_log_1.' },
      { collection: 'log', part: 'log_2', problem: 'missing', detail: 'There is no odd_log_2.' },
    ])
  })
})

describe('structure on MySQL and MariaDB', () => {
  test('is what the collections say', () => {
    const adapter = kyselyStore({ dialect: 'mysql', url: 'mysql://nobody@127.0.0.1:1/nothing' })
    expect(adapter.ddl?.([letter.shape, log.shape]).replaceAll('`', "'")).toMatchInlineSnapshot(`
      "create table if not exists 'socius_letter' (
        'tenant' varchar(191) not null,
        'id' varchar(191) not null,
        'written_by' varchar(191),
        'written_at' bigint not null,
        'body' longtext not null,
        'read' tinyint not null,
        'extra' longtext,
        'search_words' longtext character set ascii collate ascii_bin not null,
        primary key ('tenant', 'id')
      ) engine = InnoDB character set utf8mb4 collate /*M! utf8mb4_nopad_bin */ /*!50701 utf8mb4_0900_bin */;

      create index 'socius_letter_1' on 'socius_letter' ('tenant', 'written_by', 'written_at', 'id');

      create fulltext index 'socius_letter_words' on 'socius_letter' ('search_words');

      create table if not exists 'socius_log' (
        'tenant' varchar(191) not null,
        'id' varchar(191) not null,
        'position' bigint not null auto_increment unique,
        'weight' double not null,
        primary key ('tenant', 'id')
      ) engine = InnoDB character set utf8mb4 collate /*M! utf8mb4_nopad_bin */ /*!50701 utf8mb4_0900_bin */;

      create index 'socius_log_1' on 'socius_log' ('tenant', 'weight');

      create index 'socius_log_2' on 'socius_log' ('position');
      "
    `)
  })

  test('keeps every index within what InnoDB takes', () => {
    const wide = defineCollection('wide', {
      schema: z.object({
        id: reference(),
        a: reference(),
        b: reference(),
        c: reference(),
        d: reference(),
        at: instant(),
      }),
      indexes: [
        ['a', 'b', 'at', 'id'],
        ['a', 'b', 'c', 'at'],
        ['a', 'b', 'c', 'd', 'id'],
      ],
    })
    const adapter = kyselyStore({ dialect: 'mysql', url: 'mysql://nobody@127.0.0.1:1/nothing' })
    const indexes = adapter.ddl?.([wide.shape]).match(/\(`tenant`, `a`.*\)/g)
    expect(indexes).toEqual([
      '(`tenant`, `a`, `b`, `at`)',
      '(`tenant`, `a`, `b`, `c`(189), `at`)',
      '(`tenant`, `a`, `b`, `c`(175), `d`(16))',
    ])
  })
})
