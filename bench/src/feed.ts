import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, createSocius } from '@socius/core'
import { benchNow, createFeedData, personId } from './feed/data.ts'
import type { FeedEngine } from './feed/engine.ts'
import { openMariadb } from './feed/mariadb.ts'
import { openPostgres } from './feed/postgres.ts'
import { openSqlite } from './feed/sqlite.ts'

/**
 * Feed pages of 20, hydrated, against statements written by hand for the engine, on the same tables.
 *
 *   node bench/src/feed.ts [sqlite|postgres|mariadb] [activities, ...] [people] [connections] [readers]
 */
const engineName = process.argv[2] ?? 'sqlite'
const sizes = (process.argv[3] ?? '100000').split(',').map(Number)
const people = Number(process.argv[4] ?? Math.max(100, Math.min(10_000, Math.max(...sizes) / 100)))
const connections = Number(process.argv[5] ?? 150)
const readers = Number(process.argv[6] ?? 100)
const limit = 20
const goal = 1.5

const engines: Readonly<Record<string, (folder: string) => FeedEngine | Promise<FeedEngine>>> = {
  sqlite: (folder) => openSqlite(join(folder, 'feed.db')),
  postgres: openPostgres,
  mariadb: openMariadb,
}

async function openEngine(folder: string): Promise<FeedEngine> {
  const engine = await engines[engineName]?.(folder)
  if (engine) return engine
  throw new Error(`There is no engine ${engineName}.`)
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

interface Side {
  own(actor: Actor): Promise<readonly string[]>
  byHand(actor: Actor): Promise<readonly string[]>
}

interface Times {
  readonly own: number[]
  readonly byHand: number[]
}

/** Times each call alone, in turns, so that both sides see the same machine. The first round warms both up. */
async function compare(name: string, actors: readonly Actor[], sides: Side): Promise<Times> {
  const times: Times = { own: [], byHand: [] }
  for (let round = 0; round < 3; round++) {
    for (const actor of actors) {
      const results: Record<string, readonly string[]> = {}
      for (const side of round % 2 === 0 ? (['own', 'byHand'] as const) : (['byHand', 'own'] as const)) {
        const started = process.hrtime.bigint()
        results[side] = await sides[side](actor)
        if (round > 0) times[side].push(Number(process.hrtime.bigint() - started) / 1e6)
      }
      const [own, byHand] = [results['own']?.join(' '), results['byHand']?.join(' ')]
      if (own !== byHand) throw new Error(`${name}: the two differ for ${actor.id}:\n${own}\n${byHand}`)
    }
  }
  const cells = [times.own, times.byHand].flatMap((list) => [percentile(list, 0.5), percentile(list, 0.99)])
  const ratio = percentile(times.own, 0.5) / percentile(times.byHand, 0.5)
  const shown = cells.map((cell) => cell.toFixed(2).padStart(8)).join('')
  console.log(`${name.padEnd(28)} ${shown}   ${ratio.toFixed(2)}${ratio <= goal ? '' : '  MISSED'}`)
  return times
}

/** Median times of the SDK's pages, by name. */
async function measure(activities: number): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'socius-bench-'))
  const data = createFeedData(people, activities, connections)
  const engine = await openEngine(folder)
  const clock = { now: () => benchNow, wait: () => Promise.resolve() }
  const social = await createSocius({ store: engine.store, dispatch: 'manual', clock })
  const loading = performance.now()
  await engine.load(data)
  const seconds = Math.round((performance.now() - loading) / 1000)
  console.log(
    `${engineName}: ${activities} activities, ${people} people, ${data.ties.length * 2} tie rows, loaded in ${seconds} s`,
  )
  console.log(`                              socius p50    p99   by hand p50    p99   ratio (goal ${goal})`)

  const actorOf = (person: number): Actor => ({ id: personId(person), tenant: 'default', roles: [] })
  const actors = Array.from({ length: readers }, (_, i) => actorOf((i * 7919) % people))
  const quiet = data.quietReaders.map(actorOf)
  const ids = (page: { items: readonly { activity: { id: string } }[] }) =>
    page.items.map(({ activity }) => activity.id)

  type Feed = 'home' | 'network' | 'programme' | 'ranked'
  const programmes = new Map(Array.from({ length: people }, (_, n) => [personId(n), data.programmeOf(n)]))
  const programmeOf = (actor: Actor) => programmes.get(actor.id) ?? ''
  const read = (feed: Feed, actor: Actor, page: { limit: number; cursor: string | null }) =>
    feed === 'programme'
      ? social.feed.programme(actor, { ...page, programmeId: programmeOf(actor) })
      : social.feed[feed](actor, page)
  const byHand: Readonly<Record<Feed, (actor: Actor, before: number | null) => Promise<readonly string[]>>> = {
    home: (actor, before) => engine.mixed(actor.id, before, limit),
    network: (actor, before) => engine.network(actor.id, before, limit),
    programme: (actor, before) => engine.programme(actor.id, programmeOf(actor), before, limit),
    ranked: (actor, before) => engine.ranked(actor.id, before, limit),
  }

  /** Pages of a feed, from the top or from a time or a rank. */
  async function sidesOf(feed: Feed, before: number | null): Promise<Side> {
    const cursor = before === null ? null : await cursorAt(feed, before)
    return {
      own: async (actor) => ids(await read(feed, actor, { limit, cursor })),
      byHand: (actor) => byHand[feed](actor, before),
    }
  }

  /** A cursor that stands at a time or a rank: any page's cursor, with the place exchanged. */
  async function cursorAt(feed: Feed, at: number): Promise<string> {
    const page = await read(feed, actorOf(0), { limit: 1, cursor: null })
    const [print] = JSON.parse(Buffer.from(page.next ?? '', 'base64url').toString()) as [string]
    return Buffer.from(JSON.stringify([print, at, ''])).toString('base64url')
  }

  const deepAt = data.publishedAt(Math.floor(activities / 10))
  const medians = new Map<string, number>()
  const run = async (name: string, who: readonly Actor[], sides: Side) => {
    medians.set(name, percentile((await compare(name, who, sides)).own, 0.5))
  }
  await run('mixed, first page', actors, await sidesOf('home', null))
  await run('mixed, 10 % deep', actors, await sidesOf('home', deepAt))
  await run('network, first page', actors, await sidesOf('network', null))
  await run('network, 10 % deep', actors, await sidesOf('network', deepAt))
  await run('programme, first page', actors, await sidesOf('programme', null))
  await run('programme, 10 % deep', actors, await sidesOf('programme', deepAt))
  await run('ranked, first page', actors, await sidesOf('ranked', null))
  await run('ranked, 10 % deep', actors, await sidesOf('ranked', deepAt))
  const top: Side = {
    own: async (actor) => ids(await social.feed.top(actor, { period: 'month', limit })),
    byHand: (actor) => engine.top(actor.id, limit),
  }
  await run('top of the month', actors, top)
  await run('mixed, quiet authors', quiet, await sidesOf('home', null))
  await run('network, quiet authors', quiet, await sidesOf('network', null))
  // A community that shows nothing in public, where the index of public rows helps nobody.
  await engine.makePrivate()
  await run('mixed, private community', actors, await sidesOf('home', null))
  await run('private, quiet authors', quiet, await sidesOf('home', null))
  await run('ranked, private community', actors, await sidesOf('ranked', null))
  await run('top, private community', actors, top)
  await social.close()
  await engine.close()
  rmSync(folder, { recursive: true })
  for (const feed of ['mixed', 'network', 'programme', 'ranked']) {
    const ratio = (medians.get(`${feed}, 10 % deep`) ?? 0) / (medians.get(`${feed}, first page`) ?? 1)
    console.log(`${`${feed}: 10 % deep / first`.padEnd(28)} ${ratio.toFixed(2)}   goal 3`)
  }
  return medians
}

const measured: ReadonlyMap<string, number>[] = []
for (const activities of sizes) measured.push(await measure(activities))
const [smallest, ...larger] = measured
for (const [place, medians] of larger.entries()) {
  console.log(`time of a page at ${sizes[place + 1]} activities / at ${sizes[0]}   goal 2 for ten times as many`)
  for (const [name, time] of medians) {
    console.log(`  ${name.padEnd(28)} ${(time / (smallest?.get(name) ?? Number.NaN)).toFixed(2)}`)
  }
}
