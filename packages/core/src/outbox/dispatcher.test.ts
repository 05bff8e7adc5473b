import { kyselyStore } from '@socius/storage-adapters/kysely'
import { memoryStore } from '@socius/storage-adapters/memory'
import { crashEverywhere } from '@socius/testkit/store'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createManualClock } from '../../test-support/manual-clock.js'
import {
  createSocius,
  defineCommand,
  defineEvent,
  defineModule,
  defineReaction,
  reference,
  SociusError,
  type SociusEvent,
  system,
  systemOf,
} from '../index.js'
import { createStore, defineCollection, type StoreAdapter } from '../store.js'
import { outbox } from './outbox.js'

const rung = defineEvent('bell.rung', 1, z.object({ count: z.int() }))

/** What a reaction has heard: one row a delivery, so that a repeat would show. */
const heard = defineCollection('heard', {
  schema: z.object({ id: reference(), subject: reference(), count: z.int(), times: z.int() }),
})

const ring = defineCommand({
  name: 'bells.ring',
  summary: 'Rings a bell some times, in one transaction.',
  input: z.object({ bell: z.string(), from: z.int(), times: z.int() }),
  output: z.null(),
  access: () => true,
  async run(context, { bell, from, times }) {
    await Promise.resolve()
    for (let count = from; count < from + times; count++) context.emit(rung, { subject: bell, payload: { count } })
    return null
  },
})

function bells(options: { fail?: (event: SociusEvent) => boolean } = {}) {
  const log: string[] = []
  const listen = defineReaction({
    name: 'bells.listen',
    on: [rung],
    async run(event, { store }) {
      if (options.fail?.(event)) throw new SociusError('internal', 'The reaction fails.')
      const id = `${event.tenant}/${event.subject}/${event.payload.count}`
      await store.insert(heard, [{ id, subject: event.subject, count: event.payload.count, times: 0 }])
      await store.update(heard, { where: { id }, add: { times: 1 } })
      log.push(id)
    },
  })
  return {
    log,
    module: defineModule({
      name: 'bells',
      collections: [heard],
      events: [rung],
      operations: { ring },
      reactions: [listen],
    }),
  }
}

const stores: Record<string, () => StoreAdapter> = {
  memory: () => memoryStore(),
  sqlite: () => kyselyStore({ dialect: 'sqlite', database: ':memory:' }),
}

async function deliveries(adapter: StoreAdapter, tenant = 'default') {
  const { items } = await createStore(adapter, tenant).query(heard, { limit: 1000 })
  return items.map(({ subject, count, times }) => `${subject}${count}x${times}`).sort()
}

const expected = ['a0x1', 'a1x1', 'a2x1', 'a3x1', 'b0x1', 'b1x1']

async function ringSome(adapter: StoreAdapter): Promise<void> {
  const social = await createSocius({
    store: adapter,
    modules: { bells: bells().module },
    dispatch: 'manual',
    clock: createManualClock(),
  })
  await social.bells.ring(system, { bell: 'a', from: 0, times: 2 })
  await social.bells.ring(system, { bell: 'b', from: 0, times: 1 })
  await social.bells.ring(system, { bell: 'a', from: 2, times: 2 })
  await social.dispatch()
  await social.bells.ring(system, { bell: 'b', from: 1, times: 1 })
  await social.dispatch()
}

describe.each(Object.entries(stores))('the dispatcher on %s', (_name, open) => {
  it('delivers everything once, in the order of each subject, and tenants apart', async () => {
    const store = open()
    const { log, module } = bells()
    const social = await createSocius({ store, modules: { bells: module }, dispatch: 'manual' })
    await social.bells.ring(system, { bell: 'a', from: 0, times: 150 })
    for (let count = 150; count < 400; count++) await social.bells.ring(system, { bell: 'a', from: count, times: 1 })
    await social.bells.ring(systemOf('other'), { bell: 'a', from: 0, times: 2 })
    await social.dispatch()
    await social.dispatch()
    expect(log).toEqual([...Array.from({ length: 400 }, (_, count) => `default/a/${count}`), 'other/a/0', 'other/a/1'])
    expect(await deliveries(store, 'other')).toEqual(['a0x1', 'a1x1'])
    await social.close()
  })

  it('hands a reaction that asks for it all that one transaction announced at once', async () => {
    const store = open()
    const batches: number[][] = []
    const gather = defineReaction({
      name: 'bells.gather',
      on: [rung],
      async runAll(events) {
        await Promise.resolve()
        batches.push(events.map(({ payload }) => payload.count))
      },
    })
    const module = defineModule({ name: 'bells', events: [rung], operations: { ring }, reactions: [gather] })
    const social = await createSocius({ store, modules: { bells: module }, dispatch: 'manual' })
    await social.bells.ring(system, { bell: 'a', from: 0, times: 3 })
    await social.bells.ring(system, { bell: 'b', from: 3, times: 1 })
    await social.dispatch()
    expect(batches).toEqual([[0, 1, 2], [3]])
    await social.close()
  })

  it('loses and repeats nothing, whatever write or commit the process dies at', async () => {
    const points = await crashEverywhere({
      open: async () => {
        const adapter = open()
        return { adapter, close: () => adapter.close() }
      },
      run: ringSome,
      async check(adapter, point) {
        const social = await createSocius({ store: adapter, modules: { bells: bells().module }, dispatch: 'manual' })
        const said = await createStore(adapter, 'default').query(outbox, { limit: 100 })
        await social.dispatch()
        const announced = said.items.flatMap(({ events }) =>
          events.map(({ subject, payload }) => `${subject}${(payload as { count: number }).count}x1`),
        )
        expect(await deliveries(adapter), JSON.stringify(point)).toEqual(announced.sort())
        if (point === null) expect(announced).toEqual(expected)
      },
    })
    expect(points).toBeGreaterThan(30)
  })

  it('holds a reaction at the entry that it fails on, tries again later, and lets others go on', async () => {
    const store = open()
    const clock = createManualClock()
    let broken = true
    const failing = bells({ fail: ({ payload }) => broken && (payload as { count: number }).count === 1 })
    const calm: number[] = []
    const other = defineReaction({
      name: 'other.listen',
      on: [rung],
      async run(event) {
        await Promise.resolve()
        calm.push(event.payload.count)
      },
    })
    const modules = { bells: failing.module, other: defineModule({ name: 'other', reactions: [other] }) }
    const social = await createSocius({ store, modules, clock, dispatch: 'manual' })
    for (let count = 0; count < 3; count++) await social.bells.ring(system, { bell: 'a', from: count, times: 1 })
    await social.dispatch()
    expect(await deliveries(store)).toEqual(['a0x1'])
    expect(calm).toEqual([0, 1, 2])
    const stuck = (await social.positions()).find(({ id }) => id === 'bells.listen')
    expect(stuck).toMatchObject({ failures: 1, lastError: 'internal', retryAt: clock.now() + 1000 })
    broken = false
    await social.dispatch()
    expect(await deliveries(store)).toEqual(['a0x1'])
    clock.advance(1000)
    await social.dispatch()
    expect(await deliveries(store)).toEqual(['a0x1', 'a1x1', 'a2x1'])
    expect((await social.positions()).find(({ id }) => id === 'bells.listen')).toMatchObject({
      failures: 0,
      lastError: null,
    })
    await social.close()
  })

  it('delivers once when several workers dispatch the same entries at once', async () => {
    const store = open()
    const workers = await Promise.all(
      Array.from({ length: 8 }, () => createSocius({ store, modules: { bells: bells().module }, dispatch: 'manual' })),
    )
    const [first] = workers
    for (let count = 0; count < 40; count++) await first?.bells.ring(system, { bell: 'a', from: count, times: 1 })
    await Promise.all(workers.map((worker) => worker.dispatch()))
    await first?.dispatch()
    expect(await deliveries(store)).toEqual(Array.from({ length: 40 }, (_, count) => `a${count}x1`).sort())
  })

  it('delivers by itself after a commit, and what an earlier process left at the start', async () => {
    const store = open()
    const silent = await createSocius({ store, modules: { bells: bells().module }, dispatch: 'manual' })
    await silent.bells.ring(system, { bell: 'a', from: 0, times: 1 })
    const social = await createSocius({ store, modules: { bells: bells().module } })
    const tapped: number[] = []
    const end = social.on(rung, ({ payload }) => tapped.push(payload.count))
    await social.bells.ring(system, { bell: 'a', from: 1, times: 1 })
    end()
    await social.bells.ring(system, { bell: 'a', from: 2, times: 1 })
    await social.dispatch()
    expect(await deliveries(store)).toEqual(['a0x1', 'a1x1', 'a2x1'])
    expect(tapped).toEqual([1])
    await social.close()
  })

  it('says nothing of a transaction that was undone, and survives handlers that throw', async () => {
    const store = open()
    const undone = defineCommand({
      name: 'undone.run',
      summary: 'Fails after it has announced something.',
      input: z.object({}),
      output: z.null(),
      access: () => true,
      async run(context) {
        await Promise.resolve()
        context.emit(rung, { subject: 'a', payload: { count: 1 } })
        throw new SociusError('conflict', 'No.')
      },
    })
    const modules = { undone: defineModule({ name: 'undone', operations: { run: undone } }), bells: bells().module }
    const social = await createSocius({ store, modules })
    social.on(rung, () => {
      throw new Error('The host’s own fault.')
    })
    await expect(social.undone.run(system)).rejects.toMatchObject({ code: 'conflict' })
    await social.bells.ring(system, { bell: 'a', from: 0, times: 1 })
    await social.dispatch()
    expect(await deliveries(store)).toEqual(['a0x1'])
    await social.close()
  })

  it('keeps entries for their retention and removes what everybody has read after it', async () => {
    const store = open()
    const clock = createManualClock()
    const social = await createSocius({
      store,
      modules: { bells: bells().module },
      clock,
      dispatch: 'manual',
      eventRetention: 1000,
    })
    const kept = async () => (await createStore(store, 'default').query(outbox, { limit: 100 })).items.length
    await social.bells.ring(system, { bell: 'a', from: 0, times: 1 })
    await social.dispatch()
    expect(await kept()).toBe(1)
    clock.advance(2000)
    await social.bells.ring(system, { bell: 'a', from: 1, times: 1 })
    await social.dispatch()
    expect(await kept()).toBe(1)
    await social.close()
  })
})
