import { activityCreated, activityDeleted, activityUpdated, createSocius, type SyncReport, system } from '@socius/core'
import type { CollectionShape, StoreAdapter } from '@socius/core/store'
import { memoryStore } from '@socius/storage-adapters/memory'
import { createNetwork, type Network } from '@socius/testkit/network'
import { expect, it } from 'vitest'
import { type Author, createBlogAuthor, createBlueskyAuthor, type Pick } from '../test-support/simulated-authors.js'
import { bluesky } from './bluesky.js'
import { rss } from './rss.js'

const days = Number(process.env['SOCIUS_SOAK_DAYS'] ?? 5)
const authorsInAll = Number(process.env['SOCIUS_SOAK_ACCOUNTS'] ?? 40)
const seed = Number(process.env['SOCIUS_SOAK_SEED'] ?? 1)

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Between two looks of a worker at the queue. */
const tick = 15 * minute
/** How long it takes until everything has been looked at again: the longest pause of an account, then the longest look. */
const quietDays = 10

it(`${days} days of ${authorsInAll} accounts and faults end with what is published (SOCIUS_SOAK_SEED=${seed})`, async () => {
  const network = createNetwork({ seed })
  // From a source of its own: how two workers interleave does not change what people do.
  const pick = pickFrom(createNetwork({ seed }))
  const { store, rowsOf } = watchShapes(memoryStore())
  const veil = createVeil(network)
  const options = { fetch: veil.fetch, clock: network.clock }
  const open = () =>
    createSocius({
      store,
      providers: [bluesky(options), rss(options)],
      clock: network.clock,
      random: network.random,
      dispatch: 'manual',
      sync: { checks: { latest: 2 * day }, retry: { attempts: 4, longest: 5000 } },
    })
  const workers = [await open(), await open()] as const
  const [first] = workers
  const announced = { created: 0, updated: 0, deleted: 0 }
  for (const worker of workers) {
    worker.on(activityCreated, () => void (announced.created += 1))
    worker.on(activityUpdated, () => void (announced.updated += 1))
    worker.on(activityDeleted, () => void (announced.deleted += 1))
  }
  const reported = { created: 0, updated: 0, deleted: 0 }

  const skies = range(Math.ceil(authorsInAll * 0.7)).map((number) => createBlueskyAuthor(network, `sky-${number}`))
  const blogs = range(authorsInAll - skies.length).map((number) => createBlogAuthor(network, `blog-${number}`))
  const authors: readonly Author[] = [...skies, ...blogs]
  // The first of them have much to lose.
  const [deleter, hidden] = skies
  if (!deleter || !hidden) throw new Error('It takes three accounts at least.')
  const heavy = new Set<Author>([deleter, hidden])
  for (const author of authors) {
    const posts = heavy.has(author) ? 60 : 3 + pick(12)
    for (const back of range(posts).toReversed()) author.publish(network.clock.now() - (back + 1) * 5 * hour)
    const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }
    const { personId, platform, handle } = author
    await first.accounts.link(system, { personId, platform, handle, consent })
  }
  await first.dispatch()

  let doubtful = 0
  async function look(): Promise<void> {
    const at = network.clock.now()
    // Now both at once, now one of them.
    const awake = pick(3) === 0 ? [workers[pick(2)] ?? first] : workers
    const reports = await Promise.all(awake.map((worker) => worker.sync.runDue(system)))
    for (const report of reports) note(report)
    for (const { error, accountId, personId } of reports.flatMap(({ accounts }) => accounts)) {
      if (error?.code !== 'conflict') continue
      doubtful += 1
      // Somebody asks the person, who says that it is so.
      if (personId === deleter?.personId) {
        note(await first.sync.refresh(system, { accountId, confirmMassDeletion: true }))
      }
    }
    await first.dispatch()
    await network.clock.advance(Math.max(0, at + tick - network.clock.now()))
  }
  function note({ created, updated, deleted }: SyncReport): void {
    reported.created += created
    reported.updated += updated
    reported.deleted += deleted
  }

  const chaos = network.chaos({ rate: 0.04 })
  const ticks = Math.round((days * day) / tick)
  for (const number of range(ticks)) {
    live(authors, pick)
    if (number === Math.round(ticks * 0.3)) {
      deleter.comeBack()
      deleter.removeMost()
    }
    if (number === Math.round(ticks * 0.5)) veil.hide(hidden.did)
    if (number === Math.round(ticks * 0.5) + 24) veil.lift()
    await look()
  }
  chaos.lift()
  veil.lift()
  for (const author of authors) author.comeBack()
  const until = network.clock.now() + quietDays * day
  while (network.clock.now() < until) await look()

  expect(chaos.count).toBeGreaterThan(authorsInAll)
  expect(doubtful).toBeGreaterThan(0)
  expect(announced).toEqual(reported)
  const rows = await rowsOf('activity')
  const counts = new Map((await rowsOf('activity_counts')).map((row) => [row['id'], row['likes']]))
  for (const author of authors) {
    const own = rows.filter((row) => row['personId'] === author.personId)
    const shown = own.filter((row) => row['state'] === 'present')
    const [name, text] = author.platform === 'rss' ? (['url', 'title'] as const) : (['externalId', 'text'] as const)
    const known = shown.map((row) => ({ name: row[name], text: row[text], likes: counts.get(row['id']) ?? null }))
    const truths = author.truths.flatMap(({ isLive, ...truth }) => (isLive ? [truth] : []))
    expect(known.sort(byName), `${author.personId}, seed ${seed}`).toEqual(truths.sort(byName))
    const rest = own.filter((row) => row['state'] !== 'present')
    expect(rest.filter((row) => row['state'] !== 'deleted' || row['text'] !== null || row['title'] !== null)).toEqual(
      [],
    )
    expect(rest.length).toBeLessThanOrEqual(author.truths.length - truths.length)
  }
  expect(new Set(rows.map((row) => row['personId'])).size).toBe(authors.length)
  const tags = await rowsOf('activity_tag')
  const presentIds = new Set(rows.flatMap((row) => (row['state'] === 'present' ? [row['id']] : [])))
  expect(tags.filter((row) => !presentIds.has(row['activityId']))).toEqual([])
  expect(await rowsOf('lease')).toEqual([])
  for (const worker of workers) await worker.close()
}, 3_600_000)

/** What people do in a quarter of an hour. */
function live(authors: readonly Author[], pick: Pick): void {
  for (let acts = Math.ceil(authors.length / 20); acts > 0; acts--) {
    const author = authors[pick(authors.length)]
    if (!author) continue
    const dice = pick(100)
    if (dice < 30) author.publish()
    else if (dice < 45) author.edit(pick)
    else if (dice < 55) author.remove(pick)
    else if (dice < 90) author.cheer(pick)
    else if (dice < 93) author.rename()
    else if (dice < 96) author.leave()
    else author.comeBack()
  }
}

/** Hides the posts of one account from single questions, as a platform does that is ill and does not know it. */
function createVeil(network: Network) {
  let did: string | null = null
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const isHidden = did !== null && url.pathname.endsWith('getPosts') && url.search.includes(encodeURIComponent(did))
    if (!isHidden) return network.fetch(request)
    return new Response('{"posts":[]}', { headers: { 'content-type': 'application/json' } })
  }
  return {
    fetch,
    hide: (whose: string) => void (did = whose),
    lift: () => void (did = null),
  }
}

/** Reads a collection's rows as they are stored. */
function watchShapes(adapter: StoreAdapter) {
  const shapes = new Map<string, CollectionShape>()
  const store: StoreAdapter = {
    ...adapter,
    prepare(collections) {
      for (const shape of collections) shapes.set(shape.name, shape)
      return adapter.prepare(collections)
    },
  }
  const rowsOf = async (name: string) => {
    const collection = shapes.get(name)
    if (!collection) throw new Error(`There is no ${name}.`)
    const orderBy = ['tenant', 'id'].map((field) => ({ field, descending: false }))
    return adapter.query({ collection, branches: [{ op: 'and', all: [] }], orderBy, limit: 1_000_000 })
  }
  return { store, rowsOf }
}

function pickFrom({ random }: Network): Pick {
  const bytes = new Uint8Array(4)
  return (limit) => new DataView(random(bytes).buffer).getUint32(0) % limit
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number)
}

function byName(one: { name?: unknown }, other: { name?: unknown }): number {
  return String(one.name) < String(other.name) ? -1 : 1
}
