import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Actor, createSocius, instant, reference, system } from '@socius/core'
import { createStore, defineCollection, type StoreAdapter } from '@socius/core/store'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { createPool } from 'mysql2/promise'
import { Client } from 'pg'
import * as z from 'zod'

/**
 * Likes and their counter, given and taken back, one after the other, against the two statements that they cannot do
 * without, in one transaction on the bare driver, on the same tables:
 * - through the store: the like and its counter, which are those two statements;
 * - the operation: that, and whether the person may see the activity, that the person is not merged away meanwhile, and
 *   the event that tells others.
 *
 *   node bench/src/like.ts [sqlite|postgres|mariadb] [likes] [rounds]
 */
const engineName = process.argv[2] ?? 'sqlite'
const likes = Number(process.argv[3] ?? 2000)
const rounds = Number(process.argv[4] ?? 3)
const goal = 0.6
const subjects = 50
const database = 'socius_bench_like'

interface Raw {
  /** Inserts or deletes a reaction, and counts it. */
  toggle(id: string, subjectId: string, personId: string, gives: boolean): Promise<void>
  close(): Promise<void>
}

interface Engine {
  readonly store: StoreAdapter
  open(): Raw | Promise<Raw>
  drop(): Promise<void>
}

const insert = (mark: (place: number) => string) =>
  `insert into socius_reaction (tenant, id, subject_id, person_id, kind, at)
   values ('default', ${mark(1)}, ${mark(2)}, ${mark(3)}, 'like', 1)`
const remove = (mark: (place: number) => string) =>
  `delete from socius_reaction where tenant = 'default' and id = ${mark(1)}`
const count = (mark: (place: number) => string) =>
  `update socius_tally set reactions = reactions + ${mark(1)} where tenant = 'default' and id = ${mark(2)}`

function sqlite(folder: string): Engine {
  const file = join(folder, 'like.db')
  return {
    store: kyselyStore({ dialect: 'sqlite', database: file }),
    open() {
      const db = new DatabaseSync(file)
      db.exec('pragma journal_mode = wal; pragma synchronous = normal')
      const [give, take, add] = [insert, remove, count].map((text) => db.prepare(text(() => '?')))
      return {
        async toggle(id, subjectId, personId, gives) {
          await Promise.resolve()
          db.exec('begin immediate')
          if (gives) give?.run(id, subjectId, personId)
          else take?.run(id)
          add?.run(gives ? 1 : -1, subjectId)
          db.exec('commit')
        },
        close: async () => Promise.resolve(db.close()),
      }
    },
    drop: () => Promise.resolve(),
  }
}

async function postgres(): Promise<Engine> {
  const url = process.env['SOCIUS_TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const admin = new Client({ connectionString: url })
  await admin.connect()
  await admin.query(`drop database if exists ${database} with (force)`)
  await admin.query(`create database ${database}`)
  const own = new URL(url)
  own.pathname = `/${database}`
  const mark = (place: number) => `$${place}`
  return {
    store: kyselyStore({ dialect: 'postgres', url: own.href }),
    async open() {
      const db = new Client({ connectionString: own.href })
      await db.connect()
      return {
        async toggle(id, subjectId, personId, gives) {
          await db.query('begin')
          if (gives) await db.query({ name: 'give', text: insert(mark), values: [id, subjectId, personId] })
          else await db.query({ name: 'take', text: remove(mark), values: [id] })
          await db.query({ name: 'count', text: count(mark), values: [gives ? 1 : -1, subjectId] })
          await db.query('commit')
        },
        close: () => db.end(),
      }
    },
    async drop() {
      await admin.query(`drop database ${database} with (force)`)
      await admin.end()
    },
  }
}

async function mariadb(): Promise<Engine> {
  const url = process.env['SOCIUS_TEST_MARIADB_URL'] ?? 'mysql://root@127.0.0.1:3306'
  const admin = createPool({ uri: url, connectionLimit: 1 })
  await admin.query(`drop database if exists ${database}`)
  await admin.query(`create database ${database}`)
  const own = new URL(url)
  own.pathname = `/${database}`
  return {
    store: kyselyStore({ dialect: 'mysql', url: own.href }),
    async open() {
      const pool = createPool({ uri: own.href, connectionLimit: 1 })
      const db = await pool.getConnection()
      return {
        async toggle(id, subjectId, personId, gives) {
          await db.query('start transaction')
          if (gives)
            await db.execute(
              insert(() => '?'),
              [id, subjectId, personId],
            )
          else
            await db.execute(
              remove(() => '?'),
              [id],
            )
          await db.execute(
            count(() => '?'),
            [gives ? 1 : -1, subjectId],
          )
          await db.query('commit')
        },
        close: () => pool.end(),
      }
    },
    async drop() {
      await admin.query(`drop database ${database}`)
      await admin.end()
    },
  }
}

const folder = mkdtempSync(join(tmpdir(), 'socius-bench-'))
const open = { sqlite, postgres, mariadb }[engineName]
if (!open) throw new Error(`There is no engine ${engineName}.`)
const engine = await open(folder)
const social = await createSocius({ store: engine.store, dispatch: 'manual' })

const published: string[] = []
for (let n = 0; n < subjects; n++) {
  published.push((await social.activities.publish(system, { personId: 'author', text: `Post ${n}` })).id)
}
const subjectOf = (n: number) => published[n % subjects] ?? ''
const personOf = (n: number) => `person-${Math.floor(n / subjects)}`
const actorOf = (n: number): Actor => ({ id: personOf(n), tenant: 'default', roles: [] })
// Counters and people that are there already: the first like of each is another thing.
for (let n = 0; n < likes; n++) {
  const like = { personId: personOf(n), subjectId: subjectOf(n) }
  await social.reactions.add(actorOf(n), like)
  await social.reactions.remove(actorOf(n), like)
}
const raw = await engine.open()
const ids = Array.from({ length: likes }, (_, n) =>
  createHash('sha256').update(`like ${n}`).digest('base64url').slice(0, 22),
)

async function perSecond(run: (n: number, gives: boolean) => Promise<unknown>): Promise<number> {
  const started = process.hrtime.bigint()
  for (const gives of [true, false]) for (let n = 0; n < likes; n++) await run(n, gives)
  return (2 * likes) / (Number(process.hrtime.bigint() - started) / 1e9)
}

// The tables of the operation, by the names that they have there.
const reaction = defineCollection('reaction', {
  schema: z.object({
    id: reference(),
    subjectId: reference(),
    personId: reference(),
    kind: reference(),
    at: instant(),
  }),
})
const tally = defineCollection('tally', {
  schema: z.object({ id: reference(), reactions: z.int(), comments: z.int(), shares: z.int() }),
})
const store = createStore(engine.store, 'default')
const ofPerson = (n: number) => ({ subjectId: subjectOf(n), personId: personOf(n) })
const ways = {
  'by hand': (n: number, gives: boolean) => raw.toggle(ids[n] ?? '', subjectOf(n), personOf(n), gives),
  'through the store': (n: number, gives: boolean) =>
    store.transaction(async (inner) => {
      const id = ids[n] ?? ''
      if (gives) await inner.insert(reaction, [{ id, ...ofPerson(n), kind: 'like', at: 1 }])
      else await inner.remove(reaction, { where: { id }, limit: 1 })
      const row = { id: subjectOf(n), reactions: 0, comments: 0, shares: 0 }
      return inner.accumulate(tally, { row, add: { reactions: gives ? 1 : -1 } })
    }),
  'the operation': (n: number, gives: boolean) => social.reactions[gives ? 'add' : 'remove'](actorOf(n), ofPerson(n)),
}
const rates = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]))
for (let round = 0; round <= rounds; round++) {
  for (const [name, run] of Object.entries(ways)) {
    const rate = await perSecond(run)
    // The first round warms all of them up.
    if (round > 0) rates.get(name)?.push(rate)
  }
}
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const byHand = median(rates.get('by hand') ?? [])
console.log(`${engineName}: ${likes} likes, given and taken back, one after the other`)
for (const [name, measured] of rates) {
  const rate = median(measured)
  const ratio = rate / byHand
  const held = name === 'through the store' ? `   goal ${goal}${ratio < goal ? '  MISSED' : ''}` : ''
  console.log(`  ${name.padEnd(18)} ${String(Math.round(rate)).padStart(6)}/s   ratio ${ratio.toFixed(2)}${held}`)
}
await raw.close()
await social.close()
await engine.drop()
rmSync(folder, { recursive: true })
