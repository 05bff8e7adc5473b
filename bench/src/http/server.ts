// One server of the measurement, in a process of its own: started with the name of a variant, it says its port and its
// paths, and what CPU time it has used whenever it is asked.
import { serve } from '@hono/node-server'
import { type Actor, createSocius } from '@socius/core'
import type { StoreAdapter } from '@socius/core/store'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { Hono } from 'hono'

/** `handler`: all of it. `operation`: a bare route that calls the operation. `plans`: one that does its store calls. */
export type Variant = 'handler' | 'operation' | 'plans'

export interface Started {
  readonly port: number
  readonly paths: readonly string[]
}

export interface Used {
  /** Seconds, of all threads. */
  readonly cpu: number
}

const variant = process.argv[2] as Variant
const activities = 2000
const actor: Actor = { id: 'person-1', tenant: 'default', roles: [] }

/** Writes down what an operation asks of its store, so that the same can be asked without it. */
function recording(store: StoreAdapter) {
  const calls: ((adapter: StoreAdapter) => Promise<unknown>)[] = []
  const adapter: StoreAdapter = {
    ...store,
    get(plan) {
      calls.push((on) => on.get(plan))
      return store.get(plan)
    },
    query(plan) {
      calls.push((on) => on.query(plan))
      return store.query(plan)
    },
    aggregate(plan) {
      calls.push((on) => on.aggregate(plan))
      return store.aggregate(plan)
    },
  }
  return { adapter, calls }
}

const store = kyselyStore({ dialect: 'sqlite', database: ':memory:' })
const recorded = recording(store)
const social = await createSocius({
  store: variant === 'plans' ? recorded.adapter : store,
  http: { authenticate: () => actor },
})
let activityId = ''
for (let number = 0; number < activities; number++) {
  const personId = `person-${number % 50}`
  const text = `Notes on the ${number}th evening of the reading group, and what we made of the chapter. #typescript`
  const { id } = await social.activities.publish(
    { ...actor, id: personId },
    { personId, text, hashtags: ['typescript'] },
  )
  if (number === activities / 2) activityId = id
}

const operations = {
  '/social/activities/get': () => social.activities.get(actor, { activityId }),
  '/social/feed/home': () => social.feed.home(actor, { limit: 20 }),
}
const app = new Hono()
if (variant === 'handler') app.all('/social/*', (context) => social.handler(context.req.raw))
for (const [path, call] of Object.entries(operations)) {
  if (variant === 'operation') app.get(path, async (context) => context.json(await call()))
  if (variant !== 'plans') continue
  recorded.calls.length = 0
  await call()
  const plans = recorded.calls.slice()
  app.get(path, async (context) => {
    const results: unknown[] = []
    for (const plan of plans) results.push(await plan(store))
    return context.json(results)
  })
}

const paths = [`/social/activities/get?activityId=${activityId}`, '/social/feed/home?limit=20']
// No connection is closed while another server has its turn.
const serverOptions = { keepAliveTimeout: 3_600_000 }
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', serverOptions }, ({ port }) => {
  process.send?.({ port, paths } satisfies Started)
})
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: (user + system) / 1e6 } satisfies Used)
})
process.on('disconnect', () => process.exit())
