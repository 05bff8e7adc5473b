import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { createSocius, system } from '@socius/core'
import { bluesky } from '@socius/providers/bluesky'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { vendorPost } from './synthetic-posts.ts'

/**
 * A sync from the vendor's text to the last commit, measured against the driver writing the very rows that came of it.
 *
 *   node bench/src/sync.ts [items] [rounds]
 */
const items = Number(process.argv[2] ?? 20_000)
const rounds = Number(process.argv[3] ?? 3)
const pageSize = 100
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

const collections = ['activity', 'activity_counts', 'metric_point', 'activity_tag'] as const

/** The rows that a sync made, in the order in which it made them. */
function rowsOf(file: string, tables: readonly string[]) {
  const db = new DatabaseSync(file, { readOnly: true })
  const read = tables.map((table) => {
    const rows = db.prepare(`select * from socius_${table} order by _row`).all() as Record<string, SQLInputValue>[]
    return { table, rows: rows.map(({ _row, ...rest }) => rest) }
  })
  db.close()
  return read
}

/** The driver's best shape: one prepared statement a table, a transaction a page, changed rows only. */
async function writeReadyRows(source: string, target: string, tables: readonly string[]): Promise<number> {
  const social = await createSocius({ store: kyselyStore({ dialect: 'sqlite', database: target }) })
  await social.close()
  const sets = rowsOf(source, tables)
  const db = new DatabaseSync(target)
  db.exec('pragma journal_mode = wal; pragma synchronous = normal')
  const writers = sets.map(({ table, rows }) => {
    const columns = Object.keys(rows[0] ?? {})
    const compare = columns.includes('content_hash')
      ? 'content_hash'
      : columns.includes('counts_hash')
        ? 'counts_hash'
        : null
    const set = columns.map((column) => `${column} = excluded.${column}`).join(', ')
    const conflict = compare === null ? 'do nothing' : `do update set ${set} where ${compare} <> excluded.${compare}`
    const statement = db.prepare(
      `insert into socius_${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')}) on conflict (tenant, id) ${conflict}`,
    )
    return { statement, values: rows.map((row) => columns.map((column) => row[column] ?? null)) }
  })
  const pages = Math.ceil(items / pageSize)
  const started = process.hrtime.bigint()
  for (let page = 0; page < pages; page++) {
    db.exec('begin immediate')
    for (const { statement, values } of writers) {
      const from = Math.floor((page * values.length) / pages)
      const to = Math.floor(((page + 1) * values.length) / pages)
      for (let i = from; i < to; i++) statement.run(...(values[i] ?? []))
    }
    db.exec('commit')
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  db.close()
  return seconds
}

/** What is written without much thought: look each row up, then insert it or leave it, each on its own. */
async function naively(source: string, target: string): Promise<number> {
  const social = await createSocius({ store: kyselyStore({ dialect: 'sqlite', database: target }) })
  await social.close()
  const sets = rowsOf(source, collections)
  const db = new DatabaseSync(target)
  db.exec('pragma journal_mode = wal; pragma synchronous = normal')
  const writers = sets.map(({ table, rows }) => {
    const columns = Object.keys(rows[0] ?? {})
    const find = db.prepare(`select id from socius_${table} where tenant = ? and id = ?`)
    const insert = db.prepare(
      `insert into socius_${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    )
    return { rows, columns, find, insert }
  })
  const pages = answers(0)
  const started = process.hrtime.bigint()
  for (const [page, text] of pages.entries()) {
    JSON.parse(text)
    for (const { rows, columns, find, insert } of writers) {
      const from = Math.floor((page * rows.length) / pages.length)
      const to = Math.floor(((page + 1) * rows.length) / pages.length)
      for (const row of rows.slice(from, to)) {
        if (!find.get(row['tenant'] ?? '', row['id'] ?? '')) insert.run(...columns.map((column) => row[column] ?? null))
      }
    }
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  db.close()
  return seconds
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const first = answers(0)
const changed = answers(100)
const measured = {
  first: [] as number[],
  again: [] as number[],
  ready: [] as number[],
  bare: [] as number[],
  naive: [] as number[],
}
let delay = 0
for (let round = 0; round < rounds; round++) {
  const file = join(folder, `sync-${round}.db`)
  const made = await syncInto(file, first, true)
  measured.first.push(made.seconds)
  delay = Math.max(delay, made.loopDelay)
  measured.ready.push(await writeReadyRows(file, join(folder, `ready-${round}.db`), collections))
  measured.bare.push(await writeReadyRows(file, join(folder, `bare-${round}.db`), ['activity']))
  measured.naive.push(await naively(file, join(folder, `naive-${round}.db`)))
  measured.again.push((await syncInto(file, changed, true)).seconds)
}
rmSync(folder, { recursive: true })

const rate = (seconds: readonly number[]) => Math.round(items / median(seconds))
const ratio = (limit: readonly number[], own: readonly number[]) => (median(limit) / median(own)).toFixed(2)
console.log(`${items} items, pages of ${pageSize}, SQLite, median of ${rounds}`)
console.log(`driver, the same rows of ${collections.length} tables   ${rate(measured.ready)} items/s`)
console.log(`driver, activity rows alone            ${rate(measured.bare)} items/s`)
console.log(`a look-up and a write per item         ${rate(measured.naive)} items/s (the same rows, each committed)`)
console.log(`first sync                             ${rate(measured.first)} items/s`)
console.log(`sync again, 1 % changed                ${rate(measured.again)} items/s`)
console.log(`first sync / ready rows                ${ratio(measured.ready, measured.first)}   goal 0.5, stretch 0.7`)
console.log(`first sync / activity rows alone       ${ratio(measured.bare, measured.first)}`)
console.log(`sync again / ready rows                ${ratio(measured.ready, measured.again)}   goal 1.5`)
console.log(`first sync / a look-up and a write     ${ratio(measured.naive, measured.first)}   goal 4`)
console.log(`event-loop delay p99                   ${delay.toFixed(1)} ms   goal < 25 ms`)
