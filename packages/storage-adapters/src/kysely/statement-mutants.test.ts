import { DatabaseSync } from 'node:sqlite'
import { type FaultFindings, findFault, type OpenStore } from '@socius/testkit/store'
import mysql from 'mysql2'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { kyselyStore } from '../kysely.js'
import { memoryStore } from '../memory.js'

/**
 * Faults in the SQL itself: each changes statements on their way to the driver. That every one of them is noticed shows
 * that the suites would notice it in this adapter too.
 */
interface StatementMutant {
  readonly name: string
  readonly rule: number
  readonly change: (sql: string) => string
  /** Whether it takes several at once to show it. */
  readonly concurrent?: boolean
  /** Whether it also changes the texts that are bound. */
  readonly inValues?: boolean
}

function replacing(rule: number, name: string, from: RegExp, to: string, concurrent = false): StatementMutant {
  return { name, rule, change: (sql) => sql.replaceAll(from, to), concurrent }
}

const onSqlite: readonly StatementMutant[] = [
  replacing(2, 'strings that do not mind case', /" text( not null)?,/g, '" text collate nocase$1,'),
  replacing(1, 'milliseconds lost', /"at" as "at"/g, '"at" / 1000 * 1000 as "at"'),
  replacing(3, 'a tenant filter dropped', /(\w+\.)?"tenant" = \?/g, '? is not null'),
  replacing(5, 'nulls above every value', /" desc( limit|,)/g, '" desc nulls first$1'),
  replacing(5, 'a page of branches with repeats', / union select/g, ' union all select'),
  replacing(
    5,
    'a branch cut at the first row of the page instead of its last',
    /limit 1 offset \d+/g,
    'limit 1 offset 0',
  ),
  replacing(5, 'a branch dropped', / as found\) as merged/g, ' as found where 1 = 0) as merged'),
  replacing(5, 'a cursor that repeats its row', /"id" > \?/g, '"id" >= ?'),
  replacing(6, 'an or that became an and', / or /g, ' and '),
  replacing(6, 'null taken as absent from a list', /" is not null and /g, '" is null or '),
  replacing(7, 'a prefix without its end', /(" >= \? and "\w+") < \?/g, '$1 < ? || char(1114111)'),
  replacing(
    8,
    'a sub-select that forgets its own filter',
    /picked\."(from_id|kind|level|note)" = \?/g,
    '? is not null',
  ),
  replacing(9, 'words of a changed row kept', /create trigger if not exists "\w+_words_update".*/gs, 'select 1'),
  replacing(10, 'a sum over nothing that is null', /coalesce\(sum\(([^)]*)\), 0\)/g, 'sum($1)'),
  replacing(11, 'an insert that replaces', /^insert into ("\w+_note".*) on conflict .*/gs, 'insert or replace into $1'),
  replacing(12, 'a compare field that is not compared', /as id, "hash" as value/g, "as id, '' as value"),
  replacing(12, 'a compare field that never differs', /, "hash" = \?/g, ', "hash" = coalesce("hash", ?)'),
  replacing(13, 'null plus one is null', /coalesce\(("\w+"), 0\) \+ \?/g, '$1 + ?'),
  replacing(14, 'a claim in no order', / order by "\w+"[^)]*(limit \d+)$/g, ' $1'),
  replacing(15, 'a removal without its limit', / limit \d+\)$/g, ')'),
  replacing(17, 'a rollback that commits', /^rollback$/g, 'commit'),
]

/** What a mutant did to the statements that passed it. */
interface Trace {
  /** A fault that no statement has any more would look as if it were noticed. */
  changed: number
  /** So would one that is no SQL. */
  refused: unknown[]
}

function alter(trace: Trace, { change }: StatementMutant, sql: string): string {
  const faulty = change(sql)
  if (faulty !== sql) trace.changed += 1
  return faulty
}

/** Errors that a database has for statements it cannot read. */
function noteRefusal(trace: Trace, error: unknown): void {
  const text = String(error)
  if (/syntax|no such|near "|does not exist|unknown column|doesn't exist|ambiguous/i.test(text))
    trace.refused.push(text)
}

async function expectFound(mutant: StatementMutant, trace: Trace, open: () => Promise<OpenStore>): Promise<void> {
  const found: FaultFindings = await findFault({
    open,
    oracle: () => memoryStore(),
    detectors: mutant.concurrent ? ['concurrency'] : ['suite', 'fuzz'],
  })
  expect(trace.changed, 'the statements that were changed').toBeGreaterThan(0)
  // The suites ask for a table that is not there, too.
  expect(trace.refused.filter((text) => !String(text).includes('suite_unprepared'))).toEqual([])
  const rules = [...found.suite, ...found.concurrency].map((failure) => failure.rule)
  if (found.fuzz === null) expect(rules).toContain(mutant.rule)
  else expect(found.fuzz).toBeGreaterThan(0)
}

describe('faults in statements are noticed on SQLite', { timeout: 120_000 }, () => {
  for (const mutant of onSqlite) {
    test(`${mutant.rule} ${mutant.name}`, async () => {
      const trace: Trace = { changed: 0, refused: [] }
      const open = async () => {
        const database = new DatabaseSync(':memory:')
        const adapter = kyselyStore({
          dialect: 'sqlite',
          database: {
            prepare(sql) {
              try {
                return database.prepare(alter(trace, mutant, sql))
              } catch (error) {
                noteRefusal(trace, error)
                throw error
              }
            },
            exec: (sql) => database.exec(sql),
            close: () => database.close(),
          },
        })
        return { adapter, close: () => adapter.close() }
      }
      await expectFound(mutant, trace, open)
    })
  }
})

const postgres = process.env['SOCIUS_TEST_POSTGRES_URL']
const scratch = `socius_kysely_faults_${process.pid}`
let schemas = 0

const onPostgres: readonly StatementMutant[] = [
  replacing(2, 'strings in the order of a language', / collate "C"/g, ' collate "und-x-icu"'),
  replacing(5, 'nulls above every value', / desc nulls last/g, ' desc'),
  replacing(12, 'every row that is written counts as inserted', /xmax = 0 as "fresh"/g, 'true as "fresh"'),
  replacing(12, 'no comparison under the lock', / where "stored"\."hash" is distinct from excluded\."hash"/g, '', true),
  replacing(14, 'a claim without locks', /\s+for update skip locked/g, '', true),
  replacing(
    13,
    'an update that passes over what is held',
    /^update ("\w+"\."\w+") set (.*) where (.*)$/gs,
    'update $1 set $2 where ("tenant", "id") in (select "tenant", "id" from $1 where $3 for update skip locked)',
    true,
  ),
]

describe.skipIf(postgres === undefined)('faults in statements are noticed on Postgres', { timeout: 120_000 }, () => {
  const real = new pg.Pool({ connectionString: postgres, max: 10 })
  afterAll(async () => {
    for (let n = 1; n <= schemas; n++) await real.query(`drop schema if exists ${scratch}_${n} cascade`)
    await real.end()
  })

  for (const mutant of onPostgres) {
    test(`${mutant.rule} ${mutant.name}`, async () => {
      const trace: Trace = { changed: 0, refused: [] }
      const pool = {
        options: {},
        end: async () => {},
        async connect() {
          const client = await real.connect()
          return {
            query: async (sql: string, values: unknown[]) => {
              try {
                return await client.query(alter(trace, mutant, sql), [...values])
              } catch (error) {
                noteRefusal(trace, error)
                throw error
              }
            },
            release: (destroy?: boolean) => client.release(destroy),
          }
        },
      }
      const open = async () => {
        schemas += 1
        const adapter = kyselyStore({ dialect: 'postgres', pool, schema: `${scratch}_${schemas}` })
        return { adapter, close: () => adapter.close() }
      }
      await expectFound(mutant, trace, open)
    })
  }
})

const mariadb = process.env['SOCIUS_TEST_MARIADB_URL']
let databases = 0

const onMariadb: readonly StatementMutant[] = [
  replacing(2, 'strings that do not mind case', /\/\*M! utf8mb4_nopad_bin \*\//g, 'utf8mb4_general_ci'),
  replacing(2, 'trailing spaces that do not count', /\/\*M! utf8mb4_nopad_bin \*\//g, 'utf8mb4_bin'),
  replacing(12, 'rows that are not locked before they are compared', /\) for update$/g, ')', true),
  replacing(14, 'a claim without locks', / for update skip locked/g, '', true),
  { ...replacing(9, 'words that the server may leave out', /zqx/g, ''), inValues: true },
]

describe.skipIf(mariadb === undefined)('faults in statements are noticed on MariaDB', { timeout: 120_000 }, () => {
  const real = mysql.createPool({ uri: mariadb ?? 'mysql://localhost', supportBigNumbers: true })
  afterAll(async () => {
    for (let n = 1; n <= databases; n++) await real.promise().query(`drop database if exists ${scratch}_${n}`)
    await real.promise().end()
  })

  for (const mutant of onMariadb) {
    test(`${mutant.rule} ${mutant.name}`, async () => {
      const trace: Trace = { changed: 0, refused: [] }
      const pool = {
        end: (done: (error: unknown) => void) => done(undefined),
        getConnection(done: (error: unknown, connection: unknown) => void) {
          real.getConnection((error, connection) => {
            if (error) return done(error, undefined)
            done(null, {
              threadId: connection.threadId,
              query(sql: string, values: unknown[], callback: (error: unknown, result: unknown) => void) {
                const bound = mutant.inValues
                  ? values.map((value) => (typeof value === 'string' ? alter(trace, mutant, value) : value))
                  : values
                return connection.query(alter(trace, mutant, sql), bound, (failure, result) => {
                  if (failure) noteRefusal(trace, failure)
                  callback(failure, result)
                })
              },
              release: () => connection.release(),
            })
          })
        },
      }
      const open = async () => {
        databases += 1
        const adapter = kyselyStore({ dialect: 'mysql', pool, schema: `${scratch}_${databases}` })
        return { adapter, close: () => adapter.close() }
      }
      await expectFound(mutant, trace, open)
    })
  }
})
