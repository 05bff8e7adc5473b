import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { createSocius, system } from '@socius/core'
import { bluesky } from '@socius/providers/bluesky'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { vendorPost } from './synthetic-posts.ts'

/**
 * A sync from the vendor's text to the last commit, measured against the driver writing the very rows that came of it.
 *
 *   node bench/src/sync.ts [items] [rounds]
 */
const items = Number(process.argv[2] ?? 20_000)
const rounds = Number(process.argv[3] ?? 3)
const pageSize = 100
/** After so many pages of its log SQLite writes them back, unless it is told otherwise. */
const ownCheckpoint = 1000
const seldomCheckpoint = 16_000
const folder = mkdtempSync(join(tmpdir(), 'socius-bench-'))

/** Answers as a server would send them; every `changedEvery`-th post has another text. */
function answers(changedEvery: number): readonly string[] {
  return Array.from({ length: Math.ceil(items / pageSize) }, (_, page) => {
    const feed = Array.from({ length: pageSize }, (_, place) => {
      const number = page * pageSize + place
      return { post: vendorPost(number, changedEvery > 0 && number % changedEvery === 0 ? 1 : 0) }
    })
    const last = (page + 1) * pageSize >= items
    return JSON.stringify(last ? { feed } : { feed, cursor: String(page + 1) })
  })
}

function serve(pages: readonly string[]): typeof fetch {
  const headers = { 'content-type': 'application/json' }
  return async (input) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.pathname.endsWith('getProfile')) {
      return new Response(JSON.stringify({ did: 'did:plc:author', handle: 'author.example.com' }), { headers })
    }
    return new Response(pages[Number(url.searchParams.get('cursor') ?? 0)] ?? '{"feed":[]}', { headers })
  }
}

async function syncInto(file: string, pages: readonly string[], full: boolean) {
  const social = await createSocius({
    store: kyselyStore({ dialect: 'sqlite', database: file }),
    providers: [bluesky({ fetch: serve(pages) })],
    dispatch: 'manual',
  })
  const linked = await social.accounts.list(system, { personId: 'author' })
  if (linked.items.length === 0) {
    const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }
    await social.accounts.link(system, {
      personId: 'author',
      platform: 'bluesky',
      handle: 'author.example.com',
      consent,
    })
  }
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const started = process.hrtime.bigint()
  const report = await social.sync.run(system, { full })
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  delay.disable()
  await social.close()
  if (report.fetched !== items) throw new Error(JSON.stringify(report.accounts))
  return { report, seconds, loopDelay: delay.percentile(99) / 1e6 }
}

/** What a sync writes for each item. */
const collections = ['activity', 'activity_counts', 'activity_tag'] as const

type ReadyRows = ReadonlyMap<string, Record<string, SQLInputValue>[]>

/** The rows that a sync made, in the order in which it made them. */
function rowsOf(file: string, tables: readonly string[]): ReadyRows {
  const db = new DatabaseSync(file, { readOnly: true })
  const read = tables.map((table) => {
    const rows = db.prepare(`select * from socius_${table} order by _row`).all() as Record<string, SQLInputValue>[]
    return [table, rows.map(({ _row, ...rest }) => rest)] as const
  })
  db.close()
  return new Map(read)
}

/** A file with the store's tables, and nothing in them, under the settings that the store gives its own. */
async function openEmpty(file: string, checkpointPages: number): Promise<DatabaseSync> {
  const social = await createSocius({ store: kyselyStore({ dialect: 'sqlite', database: file }) })
  await social.close()
  const db = new DatabaseSync(file)
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma temp_store = memory')
  db.exec(`pragma cache_size = -65536; pragma mmap_size = 268435456; pragma wal_autocheckpoint = ${checkpointPages}`)
  return db
}

function insertText(table: string, columns: readonly string[]): string {
  const names = columns.map((column) => `"${column}"`).join(', ')
  return `insert into socius_${table} (${names}) values (${columns.map(() => '?').join(', ')})`
}

/** The part of all rows that belongs to a page. */
function ofPage<Row>(rows: readonly Row[], page: number): readonly Row[] {
  const pages = Math.ceil(items / pageSize)
  return rows.slice(Math.floor((page * rows.length) / pages), Math.floor(((page + 1) * rows.length) / pages))
}

interface Timed {
  readonly seconds: number
  /** 99th percentile, in milliseconds. */
  readonly loopDelay: number
}

async function timed(work: (page: number) => Promise<void> | void): Promise<Timed> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const started = process.hrtime.bigint()
  for (let page = 0; page * pageSize < items; page++) {
    await work(page)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  delay.disable()
  return { seconds, loopDelay: delay.percentile(99) / 1e6 }
}

/** The driver's best shape: one prepared statement a table, a transaction a page. */
async function writeReadyRows(rows: ReadyRows, target: string, checkpointPages: number): Promise<Timed> {
  const db = await openEmpty(target, checkpointPages)
  const writers = [...rows].map(([table, ready]) => {
    const columns = Object.keys(ready[0] ?? {})
    const statement = db.prepare(`${insertText(table, columns)} on conflict (tenant, id) do nothing`)
    return { statement, values: ready.map((row) => columns.map((column) => row[column] ?? null)) }
  })
  const result = await timed((page) => {
    db.exec('begin immediate')
    for (const { statement, values } of writers) for (const row of ofPage(values, page)) statement.run(...row)
    db.exec('commit')
  })
  db.close()
  return result
}

/** Reads a page as the sync does: text, validation, drafts. */
async function readPage(reader: ReturnType<typeof bluesky>, page: number): Promise<number> {
  const account = { externalId: 'did:plc:author', handle: 'author.example.com' }
  const signal = new AbortController().signal
  const asked = {
    account,
    since: null,
    cursor: page === 0 ? null : String(page),
    limit: pageSize,
    signal,
    bookmark: null,
  }
  const answer = await reader.readers.activities?.(asked)
  return answer?.items.length ?? 0
}

/** An outbox entry for each item, as whoever writes item by item would announce it. */
function eventOf({ id = null }: Record<string, SQLInputValue>) {
  const event = { name: 'activity.created', version: 1, subject: id, payload: { activityId: id } }
  return { tenant: 'default', id, batch: null, at: 0, actor_id: 'system', events: JSON.stringify([event]) }
}

/**
 * What is written without much thought, on the bare driver: each row is looked up, then inserted or left, each statement a
 * transaction of its own, and so is the event that tells of it.
 */
async function itemByItem(rows: ReadyRows, target: string): Promise<number> {
  const db = await openEmpty(target, ownCheckpoint)
  const provider = bluesky({ fetch: serve(first) })
  const writers = [...rows].map(([table, ready]) => {
    const columns = Object.keys(ready[0] ?? {})
    const find = db.prepare(`select id from socius_${table} where tenant = ? and id = ?`)
    return { ready, columns, find, insert: db.prepare(insertText(table, columns)) }
  })
  const announce = db.prepare(insertText('outbox', ['tenant', 'id', 'batch', 'at', 'actor_id', 'events']))
  const { seconds } = await timed(async (page) => {
    await readPage(provider, page)
    for (const { ready, columns, find, insert } of writers) {
      for (const row of ofPage(ready, page)) {
        if (find.get(row['tenant'] ?? '', row['id'] ?? '')) continue
        insert.run(...columns.map((column) => row[column] ?? null))
      }
    }
    for (const row of ofPage(rows.get('activity') ?? [], page)) {
      announce.run(...Object.values(eventOf(row)))
    }
  })
  db.close()
  return seconds
}

/** The same with a query builder, as a host would write it: every statement is built, compiled and prepared anew. */
async function itemByItemWithKysely(rows: ReadyRows, target: string): Promise<number> {
  const handle = await openEmpty(target, ownCheckpoint)
  const provider = bluesky({ fetch: serve(first) })
  const db = new Kysely<Record<string, Record<string, SQLInputValue>>>({
    dialect: new SqliteDialect({ database: forKysely(handle) }),
  })
  const { seconds } = await timed(async (page) => {
    await readPage(provider, page)
    for (const [table, ready] of rows) {
      for (const row of ofPage(ready, page)) {
        const query = db.selectFrom(`socius_${table}`).select('id')
        const { tenant = null, id = null } = row
        const found = await query.where('tenant', '=', tenant).where('id', '=', id).executeTakeFirst()
        if (!found) await db.insertInto(`socius_${table}`).values(row).execute()
      }
    }
    for (const row of ofPage(rows.get('activity') ?? [], page)) {
      await db.insertInto('socius_outbox').values(eventOf(row)).execute()
    }
  })
  await db.destroy()
  return seconds
}

/** A handle in the shape that Kysely's dialect takes. */
function forKysely(handle: DatabaseSync): SqliteDatabase {
  return {
    close: () => handle.close(),
    prepare(text) {
      const statement = handle.prepare(text)
      const bind = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[]
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...bind(parameters)),
        run: (parameters) => statement.run(...bind(parameters)),
        iterate: (parameters) => statement.iterate(...bind(parameters)) as IterableIterator<unknown>,
      }
    },
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const first = answers(0)
const changed = answers(100)
const measured = {
  first: [] as Timed[],
  again: [] as Timed[],
  ready: [] as Timed[],
  seldom: [] as Timed[],
  bare: [] as Timed[],
  naive: [] as number[],
  kysely: [] as number[],
}
for (let round = 0; round < rounds; round++) {
  const at = (name: string) => join(folder, `${name}-${round}.db`)
  const file = at('sync')
  measured.first.push(await syncInto(file, first, true))
  const ready = rowsOf(file, collections)
  measured.ready.push(await writeReadyRows(ready, at('ready'), ownCheckpoint))
  measured.seldom.push(await writeReadyRows(ready, at('seldom'), seldomCheckpoint))
  measured.bare.push(await writeReadyRows(rowsOf(file, ['activity']), at('bare'), ownCheckpoint))
  measured.naive.push(await itemByItem(ready, at('naive')))
  measured.kysely.push(await itemByItemWithKysely(ready, at('kysely')))
  measured.again.push(await syncInto(file, changed, true))
}
rmSync(folder, { recursive: true })

const seconds = (runs: readonly (Timed | number)[]) =>
  median(runs.map((run) => (typeof run === 'number' ? run : run.seconds)))
const rate = (runs: readonly (Timed | number)[]) => `${Math.round(items / seconds(runs))} items/s`.padStart(14)
const delay = (runs: readonly Timed[]) =>
  `event-loop delay p99 ${Math.max(...runs.map((run) => run.loopDelay)).toFixed(1)} ms`
console.log(`${items} items, pages of ${pageSize}, SQLite, medians of ${rounds}; delays are the worst of them`)
console.log(
  `driver, the same rows of ${collections.length} tables       ${rate(measured.ready)}   ${delay(measured.ready)}`,
)
console.log(`  with a checkpoint in 16,000 pages     ${rate(measured.seldom)}   ${delay(measured.seldom)}`)
console.log(`driver, activity rows alone             ${rate(measured.bare)}   ${delay(measured.bare)}`)
console.log(`a look-up and a write, bare driver      ${rate(measured.naive)}`)
console.log(`a look-up and a write, with Kysely      ${rate(measured.kysely)}`)
console.log(`first sync                              ${rate(measured.first)}   ${delay(measured.first)}`)
console.log(`sync again, 1 % changed                 ${rate(measured.again)}   ${delay(measured.again)}`)
const ratios: [string, readonly (Timed | number)[], readonly Timed[], string][] = [
  ['first sync / ready rows', measured.ready, measured.first, 'goal 0.5, stretch 0.7'],
  ['first sync / ready rows, seldom a checkpoint', measured.seldom, measured.first, ''],
  ['first sync / activity rows alone', measured.bare, measured.first, ''],
  ['sync again / ready rows', measured.ready, measured.again, 'goal 1.5'],
  ['first sync / item by item, with Kysely', measured.kysely, measured.first, 'goal 4'],
  ['first sync / item by item, bare driver', measured.naive, measured.first, ''],
]
for (const [name, limit, own, goal] of ratios) {
  console.log(`${name.padEnd(46)} ${(seconds(limit) / seconds(own)).toFixed(2)}   ${goal}`)
}
console.log(`event-loop delay p99 of a first sync, goal < 25 ms: ${delay(measured.first)}`)
