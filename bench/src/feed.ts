import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, createSocius } from '@socius/core'
import { createFeedData, personId } from './feed-data.ts'
import { openEngine } from './feed-engines.ts'

/**
 * Feed pages of 20, hydrated, against statements written by hand for the engine, on the same tables.
 *
 *   node bench/src/feed.ts [sqlite|postgres|mysql] [activities] [people] [connections] [readers]
 */
const engineName = process.argv[2] ?? 'sqlite'
const activities = Number(process.argv[3] ?? 100_000)
const people = Number(process.argv[4] ?? Math.max(100, Math.min(10_000, activities / 100)))
const connections = Number(process.argv[5] ?? 150)
const readers = Number(process.argv[6] ?? 100)
const limit = 20

const folder = mkdtempSync(join(tmpdir(), 'socius-bench-'))
const data = createFeedData(people, activities, connections)
const engine = await openEngine(engineName, join(folder, 'feed.db'))
const social = await createSocius({ store: engine.store, dispatch: 'manual' })
const loading = process.hrtime.bigint()
await engine.load(data)
console.log(
  `${engineName}: ${activities} activities, ${people} people, ${data.ties.length * 2} tie rows, loaded in ${Math.round(Number(process.hrtime.bigint() - loading) / 1e9)} s`,
)

const actors = Array.from({ length: readers }, (_, i): Actor => {
  return { id: personId((i * 7919) % people), tenant: 'default', roles: [] }
})

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Times each call alone, in turns, so that both sides see the same machine. */
async function compare(
  name: string,
  own: (actor: Actor) => Promise<readonly string[]>,
  byHand: (actor: Actor) => Promise<readonly string[]>,
): Promise<{ name: string; own: number[]; byHand: number[] }> {
  const times = { name, own: [] as number[], byHand: [] as number[] }
  for (let round = 0; round < 3; round++) {
    for (const actor of actors) {
      const sides = round % 2 === 0 ? (['own', 'byHand'] as const) : (['byHand', 'own'] as const)
      const results: Record<string, readonly string[]> = {}
      for (const side of sides) {
        const started = process.hrtime.bigint()
        results[side] = await (side === 'own' ? own : byHand)(actor)
        if (round > 0) times[side].push(Number(process.hrtime.bigint() - started) / 1e6)
      }
      if (JSON.stringify(results['own']) !== JSON.stringify(results['byHand'])) {
        throw new Error(
          `${name}: the two differ for ${actor.id}:\n${results['own']?.join(' ')}\n${results['byHand']?.join(' ')}`,
        )
      }
    }
  }
  return times
}

/** A cursor that stands a tenth down the whole list: any page's cursor, with the place exchanged. */
async function cursorAt(feed: 'home' | 'network', at: number): Promise<string> {
  const actor = actors[0] ?? { id: personId(0), tenant: 'default', roles: [] }
  const page = await social.feed[feed](actor, { limit: 1 })
  const [print] = JSON.parse(Buffer.from(page.next ?? '', 'base64url').toString()) as [string]
  return Buffer.from(JSON.stringify([print, at, ''])).toString('base64url')
}

const deepAt = data.publishedAt(Math.floor(activities / 10))
const ids = (page: { items: readonly { activity: { id: string } }[] }) => page.items.map(({ activity }) => activity.id)
const results = [
  await compare(
    'mixed, first page',
    async (actor) => ids(await social.feed.home(actor, { limit })),
    (actor) => engine.mixed(actor.id, null, limit),
  ),
]
const homeCursor = await cursorAt('home', deepAt)
results.push(
  await compare(
    'mixed, 10 % deep',
    async (actor) => ids(await social.feed.home(actor, { limit, cursor: homeCursor })),
    (actor) => engine.mixed(actor.id, deepAt, limit),
  ),
  await compare(
    'network, first page',
    async (actor) => ids(await social.feed.network(actor, { limit })),
    (actor) => engine.network(actor.id, null, limit),
  ),
)
const networkCursor = await cursorAt('network', deepAt)
results.push(
  await compare(
    'network, 10 % deep',
    async (actor) => ids(await social.feed.network(actor, { limit, cursor: networkCursor })),
    (actor) => engine.network(actor.id, deepAt, limit),
  ),
)
// A community that shows nothing in public, where the index of public rows helps nobody.
await engine.makePrivate()
results.push(
  await compare(
    'mixed, private community',
    async (actor) => ids(await social.feed.home(actor, { limit })),
    (actor) => engine.mixed(actor.id, null, limit),
  ),
)

console.log('                              socius p50    p99   by hand p50    p99   ratio (goal 1.5)')
for (const { name, own, byHand } of results) {
  const cells = [percentile(own, 0.5), percentile(own, 0.99), percentile(byHand, 0.5), percentile(byHand, 0.99)]
  const shown = cells.map((cell) => cell.toFixed(2).padStart(8)).join('')
  console.log(`${name.padEnd(28)} ${shown}   ${(percentile(own, 0.5) / percentile(byHand, 0.5)).toFixed(2)}`)
}
const p50 = (name: string) => percentile(results.find((result) => result.name === name)?.own ?? [], 0.5)
console.log(`mixed: 10 % deep / first     ${(p50('mixed, 10 % deep') / p50('mixed, first page')).toFixed(2)}   goal 3`)
console.log(
  `network: 10 % deep / first   ${(p50('network, 10 % deep') / p50('network, first page')).toFixed(2)}   goal 3`,
)
await social.close()
await engine.close()
rmSync(folder, { recursive: true })
