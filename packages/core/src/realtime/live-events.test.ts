import { memoryStore } from '@socius/storage-adapters/memory'
import { crashEverywhere } from '@socius/testkit/store'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { actorOf, testStores } from '../../test-support/create-test-social.js'
import { follow } from '../../test-support/live-stream.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import {
  type Actor,
  createSocius,
  defineCommand,
  defineEvent,
  defineModule,
  SociusError,
  system,
  systemOf,
} from '../index.js'
import { outbox } from '../outbox/index.js'
import { createStore, type StoreAdapter } from '../store.js'

const ada = actorOf('ada')
const bob = actorOf('bob')

const rung = defineEvent('bell.rung', 1, z.object({ count: z.int() }), { hearers: () => ({ everybody: true }) })
const whispered = defineEvent('bell.whispered', 1, z.object({ count: z.int() }))
const broken = defineEvent('bell.broken', 1, z.object({ count: z.int() }), {
  hearers: () => {
    throw new Error('The host’s own fault.')
  },
})
const odd = defineEvent('bell.odd', 1, z.object({ count: z.int() }), {
  hearers: () => ({ activities: ['a\0b', '', 'x'.repeat(500), 7 as unknown as string], by: '\ud800' }),
})

const bells = defineModule({
  name: 'bells',
  events: [rung, whispered, broken, odd],
  operations: {
    ring: defineCommand({
      name: 'bells.ring',
      summary: 'Rings a bell some times, in one transaction.',
      input: z.object({ from: z.int().default(0), times: z.int().default(1), how: z.string().default('rung') }),
      output: z.null(),
      access: () => true,
      async run(context, { from, times, how }) {
        await Promise.resolve()
        const event = [rung, whispered, broken, odd].find(({ name }) => name === `bell.${how}`) ?? rung
        for (let count = from; count < from + times; count++) {
          context.emit(event, { subject: `b${count}`, payload: { count } })
        }
        return null
      },
    }),
  },
})

async function open(store: StoreAdapter, options: Partial<Parameters<typeof createSocius>[0]> = {}) {
  return createSocius({ live: { interval: 20 }, ...options, store, modules: { bells } })
}

const rungs = (from: number, end: number) =>
  Array.from({ length: end - from }, (_, place) => `bell.rung b${from + place}`)

describe.each(testStores)('a live stream on %s', (_name, openStore) => {
  it('begins with ready, and brings what is committed from then on, in order, once', async () => {
    const social = await open(openStore())
    await social.bells.ring(ada, { from: 0, times: 3 })
    const stream = follow(social.live, bob)
    expect(await stream.reach(1)).toMatchObject([{ name: 'ready', subject: '', payload: null }])
    const before = stream.events.length
    for (let count = 3; count < 40; count++) await social.bells.ring(ada, { from: count })
    await social.bells.ring(ada, { from: 40, times: 700 })
    await stream.find(({ subject }) => subject === 'b739')
    // What was committed just before may come, too: it was not numbered yet.
    expect(stream.said().slice(-737)).toEqual(rungs(3, 740))
    expect(before).toBe(1)
    const last = stream.events.at(-1)
    expect(last).toMatchObject({ name: 'bell.rung', subject: 'b739', payload: { count: 739 } })
    expect(Math.abs((last?.at ?? 0) - Date.now())).toBeLessThan(60_000)
    await social.close()
    expect(new Set(stream.events.map(({ id }) => id)).size).toBe(stream.events.length)
  })

  it('is taken up again behind any of its events, without a gap or a repeat', async () => {
    const social = await open(openStore())
    const whole = follow(social.live, bob)
    await whole.reach(1)
    for (let turn = 0; turn < 30; turn++) await social.bells.ring(ada, { from: turn * 25, times: 25 })
    await whole.find(({ subject }) => subject === 'b749')
    for (const place of [0, 1, 7, 25, 26, 400, 749, 750]) {
      const after = whole.events[place]?.id ?? ''
      const resumed = follow(social.live, bob, { after })
      await social.bells.ring(ada, { from: 1000 + place })
      await resumed.find(({ subject }) => subject === `b${1000 + place}`)
      await whole.find(({ subject }) => subject === `b${1000 + place}`)
      expect(resumed.events).toEqual(whole.events.slice(place + 1))
      await resumed.stop()
    }
    await social.close()
  })

  it('goes on from the log when it was resumed while much is written', async () => {
    const social = await open(openStore())
    const first = follow(social.live, bob)
    const [ready] = await first.reach(1)
    let isDone = false
    const writing = (async () => {
      for (let count = 0; count < 300; count++) {
        await social.bells.ring(ada, { from: count })
        // Lets streams have their turn.
        if (count % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
      }
      isDone = true
    })()
    const streams = [first]
    while (!isDone) {
      const seen = streams.at(-1)?.events.at(-1)?.id ?? ready?.id ?? ''
      streams.push(follow(social.live, bob, { after: streams.length % 3 === 0 ? (ready?.id ?? '') : seen }))
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
    await writing
    expect(streams.length).toBeGreaterThan(3)
    for (const stream of streams) {
      await stream.find(({ subject }) => subject === 'b299')
      expect(stream.said()).toEqual(rungs(300 - stream.said().length, 300))
    }
    expect(streams[3]?.said()).toHaveLength(300)
    await social.close()
  })

  it('holds what other processes commit, whoever numbers it', async () => {
    const store = openStore()
    const [here, there] = [await open(store, { dispatch: 'manual' }), await open(store)]
    const stream = follow(here.live, bob)
    await stream.reach(1)
    for (let count = 0; count < 20; count++) await (count % 2 ? here : there).bells.ring(ada, { from: count })
    await stream.find(({ subject }) => subject === 'b19')
    expect(stream.said()).toEqual(rungs(0, 20))
    await there.dispatch()
    expect(await here.positions()).not.toEqual([])
    await Promise.all([here, there].map(({ live }) => follow(live, bob).stop()))
    await here.close()
  })

  it('keeps tenants apart, and lets the system and admins hear everything in theirs', async () => {
    const social = await open(openStore())
    const listeners: Record<string, Actor> = {
      bob,
      stranger: actorOf('bob', 'other'),
      system,
      admin: { ...actorOf('root'), roles: ['admin'] },
      far: systemOf('other'),
    }
    const streams = Object.entries(listeners).map(([name, actor]) => ({ name, stream: follow(social.live, actor) }))
    await Promise.all(streams.map(({ stream }) => stream.reach(1)))
    await social.bells.ring(ada, { from: 1 })
    await social.bells.ring(ada, { from: 2, how: 'whispered' })
    await social.bells.ring(ada, { from: 3, how: 'broken' })
    await social.bells.ring(ada, { from: 4, how: 'odd' })
    await social.bells.ring(actorOf('eve', 'other'), { from: 5 })
    await social.bells.ring(ada, { from: 6 })
    await social.bells.ring(actorOf('eve', 'other'), { from: 7 })
    await Promise.all(
      streams.map(({ name, stream }) =>
        stream.find(({ subject }) => subject === (name === 'stranger' || name === 'far' ? 'b7' : 'b6')),
      ),
    )
    const everything = ['bell.rung b1', 'bell.whispered b2', 'bell.broken b3', 'bell.odd b4', 'bell.rung b6']
    expect(Object.fromEntries(streams.map(({ name, stream }) => [name, stream.said()]))).toEqual({
      bob: ['bell.rung b1', 'bell.rung b6'],
      stranger: ['bell.rung b5', 'bell.rung b7'],
      system: everything,
      admin: everything,
      far: ['bell.rung b5', 'bell.rung b7'],
    })
    await social.close()
  })

  it('holds only the events that are asked for', async () => {
    const social = await open(openStore())
    const stream = follow(social.live, system, { events: ['bell.whispered', 'no.such'] })
    await stream.reach(1)
    await social.bells.ring(ada, { from: 1 })
    await social.bells.ring(ada, { from: 2, how: 'whispered' })
    expect(await stream.reach(2)).toMatchObject([{ name: 'ready' }, { name: 'bell.whispered' }])
    for (const events of [['x'], ['a.b\nid: 1'], Array(201).fill('a.b') as string[]]) {
      expect(() => social.live.subscribe(bob, { events })).toThrow(expect.objectContaining({ code: 'invalid_input' }))
    }
    expect(() => social.live.subscribe({ ...bob, tenant: '*' })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    )
    await social.close()
  })

  it('says reset for a place that is none, is not reached yet, or whose events are removed', async () => {
    const store = openStore()
    const clock = createManualClock()
    const writer = await open(store, { clock, eventRetention: 1000, dispatch: 'manual' })
    await writer.bells.ring(ada, { from: 0, times: 2 })
    await writer.dispatch()
    clock.advance(5000)
    await writer.bells.ring(ada, { from: 2 })
    await writer.dispatch()
    expect((await createStore(store, 'default').query(outbox, { limit: 10 })).items).toHaveLength(1)
    const social = await open(store)
    const wrong = [
      ...[
        'x',
        '1',
        '1.2',
        '1.2.3.4',
        '-1.0.0',
        '01.0.0',
        '1e3.0.0',
        '9'.repeat(17) + '.0.0',
        '1.1.1\n',
        '٣.0.0',
        ' 2.0.0',
      ],
      ...['9007199254740993.0.0', '3.1.0', '4.0.0', '99.0.0', '0.0.0', '1.1.0', '1.1.1', '2.0.0; drop table', '💥'],
      'x'.repeat(100_000),
    ]
    for (const after of wrong) {
      const stream = follow(social.live, bob, { after })
      expect(
        (await stream.reach(1)).map(({ name, id }) => `${name} ${id}`),
        after.slice(0, 40),
      ).toEqual(['reset 3.0.0'])
      await stream.stop()
    }
    const whole = follow(social.live, bob, { after: '2.0.0' })
    expect(await whole.reach(1)).toMatchObject([{ name: 'bell.rung', subject: 'b2' }])
    await social.close()
  })

  it('says reset to who is live when events are removed before they could be read', async () => {
    const store = openStore()
    let isDown = false
    const failing: StoreAdapter = {
      ...store,
      query: (plan) => {
        if (isDown) throw new SociusError('store_unavailable', 'Down.', { retryable: true })
        return store.query(plan)
      },
    }
    const clock = createManualClock()
    const writer = await open(store, { clock, eventRetention: 0, dispatch: 'manual' })
    const social = await open(failing, { dispatch: 'manual' })
    const stream = follow(social.live, bob)
    await stream.reach(1)
    isDown = true
    await new Promise((resolve) => setTimeout(resolve, 50))
    for (let count = 0; count < 3; count++) {
      await writer.bells.ring(ada, { from: count })
      await writer.dispatch()
      clock.advance(10)
    }
    isDown = false
    await stream.find(({ subject }) => subject === 'b2')
    expect(stream.events.map(({ name }) => name).slice(0, 2)).toEqual(['ready', 'reset'])
    await social.close()
  })

  it('has all that was announced once, in order, wherever the process that delivers it dies', {
    timeout: 60_000,
  }, async () => {
    const points = await crashEverywhere({
      open: async () => {
        const adapter = openStore()
        return { adapter, close: () => adapter.close() }
      },
      async run(adapter) {
        const social = await open(adapter, { dispatch: 'manual' })
        await social.bells.ring(ada, { from: 0, times: 2 })
        await social.dispatch()
        await social.bells.ring(ada, { from: 2 })
        await social.bells.ring(ada, { from: 3 })
        await social.dispatch()
      },
      async check(adapter, point) {
        const social = await open(adapter, { dispatch: 'manual' })
        const { items } = await createStore(adapter, 'default').query(outbox, { orderBy: [['seq', 'asc']], limit: 100 })
        const expected = items.flatMap(({ events }) => events.map(({ name, subject }) => `${name} ${subject}`))
        const stream = follow(social.live, bob, { after: '0.0.0' })
        await social.bells.ring(ada, { from: 9 })
        await stream.find(({ subject }) => subject === 'b9')
        expect(stream.said(), JSON.stringify(point)).toEqual([...expected, 'bell.rung b9'])
        await stream.stop()
      },
    })
    expect(points).toBeGreaterThan(10)
  })
})

describe('a live stream', () => {
  it('ends with its signal, with its loop, and when Socius is closed', async () => {
    const social = await open(memoryStore())
    const controller = new AbortController()
    const aborted = follow(social.live, bob, { signal: controller.signal })
    const open3 = follow(social.live, bob)
    await Promise.all([aborted.reach(1), open3.reach(1)])
    controller.abort()
    await aborted.reach(100)
    expect(aborted.events).toHaveLength(1)
    await follow(social.live, bob, { signal: AbortSignal.abort() }).reach(1)
    for await (const event of social.live.subscribe(bob)) {
      expect(event.name).toBe('ready')
      break
    }
    await social.close()
    await open3.reach(100)
    await follow(social.live, bob).reach(1)
  })

  it('stops reading the log when nobody listens, and begins anew for the next one', async () => {
    const store = memoryStore()
    let reads = 0
    const social = await open({ ...store, query: (plan) => ((reads += 1), store.query(plan)) }, { dispatch: 'manual' })
    for (let turn = 0; turn < 3; turn++) {
      const stream = follow(social.live, bob)
      await stream.reach(1)
      await social.bells.ring(ada, { from: turn })
      await stream.find(({ subject }) => subject === `b${turn}`)
      await stream.stop()
      await new Promise((resolve) => setTimeout(resolve, 30))
      const before = reads
      await new Promise((resolve) => setTimeout(resolve, 60))
      expect(reads).toBe(before)
    }
    await social.close()
  })

  it('reads the log once for a thousand subscribers, however many they are', async () => {
    const store = memoryStore()
    const statements: string[] = []
    const counting: StoreAdapter = {
      ...store,
      query: (plan) => (statements.push(`query ${plan.collection.name}`), store.query(plan)),
      get: (plan) => (statements.push(`get ${plan.collection.name}`), store.get(plan)),
    }
    const social = await open(counting, { dispatch: 'manual', live: { interval: 60_000 } })
    await social.connections.request(system, { personId: 'p7', otherId: 'ada' })
    await social.connections.accept(system, { personId: 'ada', otherId: 'p7' })
    await social.connections.block(system, { personId: 'ada', otherId: 'p8' })
    const streams = Array.from({ length: 1000 }, (_, place) => follow(social.live, actorOf(`p${place}`)))
    await Promise.all(streams.map((stream) => stream.reach(1)))
    await social.activities.publish(ada, { personId: 'ada', text: 'x', audience: 'connections' })
    await social.activities.publish(ada, { personId: 'ada', text: 'y' })
    statements.length = 0
    const last = await social.activities.publish(ada, { personId: 'ada', text: 'z' })
    const fits = ({ subject }: { subject: string }) => subject === last.id
    await Promise.all(streams.filter((_, place) => place !== 8).map((stream) => stream.find(fits)))
    await new Promise((resolve) => setTimeout(resolve, 20))
    const published = (place: number) =>
      streams[place]?.events.filter(({ name }) => name === 'activity.created').length ?? Number.NaN
    expect([published(7), published(8), published(9)]).toEqual([3, 0, 2])
    expect(statements.length).toBeLessThan(30)
    await social.close()
  })

  it('survives a store that is away for a while, and has what was written meanwhile', async () => {
    const store = memoryStore()
    let isDown = false
    const failing: StoreAdapter = {
      ...store,
      get: (plan) => {
        if (isDown && plan.collection.name === 'position') throw new SociusError('store_unavailable', 'Down.')
        return store.get(plan)
      },
    }
    const social = await open(failing, { dispatch: 'manual' })
    const stream = follow(social.live, bob)
    await stream.reach(1)
    isDown = true
    for (let count = 0; count < 10; count++) await social.bells.ring(ada, { from: count })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(stream.said()).toEqual([])
    isDown = false
    await stream.find(({ subject }) => subject === 'b9')
    expect(stream.said()).toEqual(rungs(0, 10))
    await social.close()
  })

  it('holds a bounded amount for a subscriber who does not read, and gives it all when they do', async () => {
    const social = await open(memoryStore())
    const slow = social.live.subscribe(bob)[Symbol.asyncIterator]()
    const quick = follow(social.live, bob)
    await Promise.all([slow.next(), quick.reach(1)])
    for (let turn = 0; turn < 10; turn++) await social.bells.ring(ada, { from: turn * 500, times: 500 })
    await quick.find(({ subject }) => subject === 'b4999')
    const heard: string[] = []
    while (heard.length < 5000) {
      const next = await slow.next()
      if (next.done) break
      heard.push(`${next.value.name} ${next.value.subject}`)
    }
    expect(heard).toEqual(rungs(0, 5000))
    await social.close()
  })
})
