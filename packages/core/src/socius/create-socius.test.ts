import { kyselyStore } from '@socius/storage-adapters/kysely'
import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import { createListPlatform, draftsOf } from '../../test-support/list-provider.js'
import {
  type Activity,
  type Actor,
  activityCreated,
  createSocius,
  defineCollection,
  defineCommand,
  defineModule,
  isSociusError,
  reference,
  SociusError,
  type SociusOptions,
  system,
  systemOf,
} from '../index.js'
import type { StoreAdapter } from '../store.js'

const note = defineCollection('note', { schema: z.object({ id: reference(), text: z.string() }) })

const addNote = defineCommand({
  name: 'notes.add',
  summary: 'Writes something down.',
  input: z.strictObject({ text: z.string().max(100) }),
  output: z.object({ id: z.string() }),
  access: () => true,
  async run(context, { text }) {
    const id = context.newId()
    await context.store.insert(note, [{ id, text }])
    return { id }
  },
})

const notes = defineModule({ name: 'notes', collections: [note], operations: { add: addNote } })

async function failure(promise: Promise<unknown>): Promise<SociusError> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown)
  if (isSociusError(error)) return error
  throw new Error(`Expected an error of ours, got ${String(error)}.`)
}

describe('createSocius', () => {
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /options/],
    ['no store', {}, /store: expected a store/],
    ['something that is no store', { store: { name: 'x' } }, /store\.prepare/],
    ['an unknown option', { store: memoryStore(), stroe: 1 }, /stroe/],
    ['a wrong mode', { store: memoryStore(), schema: 'drop' }, /schema/],
    ['a wrong dispatch', { store: memoryStore(), dispatch: 'never' }, /dispatch/],
    ['a provider that is none', { store: memoryStore(), providers: [{ platform: 'x' }] }, /providers\.0\.readers/],
    ['a module that is none', { store: memoryStore(), modules: { notes: 1 } }, /modules\.notes/],
    ['a module in the place of another', { store: memoryStore(), modules: { feed: notes } }, /modules\.feed/],
    ['a module in the place of a method', { store: memoryStore(), modules: { close: notes } }, /modules\.close/],
    ['one module twice', { store: memoryStore(), modules: { a: notes, b: notes } }, /two collections/],
    ['a wrong setting of sync', { store: memoryStore(), sync: { concurrency: 0 } }, /sync\.concurrency/],
    ['an unknown setting of sync', { store: memoryStore(), sync: { retries: 3 } }, /sync/],
    ['a wrong clock', { store: memoryStore(), clock: {} }, /clock/],
  ])('refuses %s, saying where', async (_what, options, said) => {
    const error = await failure(createSocius(options as SociusOptions<never>))
    expect(error.code).toBe('invalid_option')
    expect(error.message).toMatch(said)
  })

  it('repeats no value of an option in a message', async () => {
    const options = { store: memoryStore(), secret_value: 'hunter2', sync: { interval: 'hunter2' } }
    const error = await failure(createSocius(options as unknown as SociusOptions<never>))
    expect(JSON.stringify(error) + error.message + String(error.stack)).not.toContain('hunter2')
  })

  it('says that a database cannot be reached, without its password', async () => {
    const store = kyselyStore({ dialect: 'postgres', url: 'postgres://someone:hunter2@127.0.0.1:1/nowhere' })
    const error = await failure(createSocius({ store }))
    expect(error).toMatchObject({ code: 'store_unavailable', retryable: true })
    expect(JSON.stringify(error) + error.message).not.toContain('hunter2')
    await store.close()
  })

  it('refuses to start on a database that lacks something, when it is told to check', async () => {
    const store = kyselyStore({ dialect: 'sqlite', database: ':memory:' })
    const error = await failure(createSocius({ store, schema: 'check' }))
    expect(error).toMatchObject({ code: 'schema_drift' })
    await createSocius({ store })
    await expect(createSocius({ store, schema: 'check' })).resolves.toBeDefined()
    await store.close()
  })

  it('prints the statements that make its tables', async () => {
    const social = await createSocius({
      store: kyselyStore({ dialect: 'sqlite', database: ':memory:' }),
      modules: { notes },
    })
    expect(social.ddl()).toContain('socius_activity')
    expect(social.ddl()).toContain('socius_note')
    await social.close()
  })

  it('gives each module a service whose types can be read', async () => {
    const social = await createSocius({ store: memoryStore(), modules: { notes } })
    expectTypeOf(social.notes.add).toEqualTypeOf<
      (actor: Actor, input: { text: string }, options?: { signal?: AbortSignal }) => Promise<{ id: string }>
    >()
    expectTypeOf(social.activities.get).returns.resolves.toEqualTypeOf<Activity>()
    expectTypeOf(social.feed.home).toBeCallableWith(system)
    const made = await social.notes.add(system, { text: 'x' })
    expect(made.id).toMatch(/^[0-9a-f-]{36}$/)
    await social.close()
  })

  it('refuses wrong input at run time, naming places and never values', async () => {
    const social = await createSocius({ store: memoryStore(), modules: { notes } })
    const wrong = { text: 'hunter2'.repeat(100), other: 'hunter2' }
    const error = await failure(social.notes.add(system, wrong))
    expect(error).toMatchObject({ code: 'invalid_input', details: { operation: 'notes.add' } })
    expect(error.message + JSON.stringify(error)).not.toContain('hunter2')
    for (const actor of [{}, null, { id: 'x', tenant: '*', roles: [] }, { id: '', tenant: 'a', roles: [] }]) {
      const refused = await failure(social.notes.add(actor as Actor, { text: 'x' }))
      expect(refused.code).toBe('invalid_input')
    }
    await social.close()
  })

  it('keeps tenants apart, though people and accounts have the same ids in both', async () => {
    const list = createListPlatform()
    list.accounts.set('ada', draftsOf('ada', 3))
    const social = await createSocius({ store: memoryStore(), providers: [list.provider], dispatch: 'manual' })
    const [one, other] = [systemOf('one'), systemOf('other')]
    const link = {
      personId: 'ada',
      platform: 'list',
      handle: 'ada',
      consent: { purposes: ['sync' as const], text: 'v1' },
    }
    await social.accounts.link(one, link)
    expect((await social.accounts.list(other, { personId: 'ada' })).items).toEqual([])
    expect(await social.sync.run(other, {})).toMatchObject({ created: 0, accounts: [] })
    expect(await social.sync.run(one, {})).toMatchObject({ created: 3 })
    await social.accounts.link(other, link)
    expect(await social.sync.run(other, {})).toMatchObject({ created: 3 })
    const [first] = (await social.feed.timeline(one, { personId: 'ada' })).items
    await expect(social.activities.get(other, { activityId: first?.activity.id ?? '' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await social.close()
  })
})

const hosts: Record<string, () => StoreAdapter> = {
  memory: () => memoryStore(),
  sqlite: () => kyselyStore({ dialect: 'sqlite', database: ':memory:' }),
}

describe.each(Object.entries(hosts))("a host's own transaction on %s", (_name, open) => {
  it('takes what the services write with it, or leaves nothing', async () => {
    const store = open()
    const social = await createSocius({ store, dispatch: 'manual' })
    const tapped: string[] = []
    social.on(activityCreated, ({ subject }) => tapped.push(subject))
    const publish = (adapter: StoreAdapter, text: string) =>
      social.using(adapter).activities.publish(system, { personId: 'ada', text })
    await expect(
      store.transaction(async (adapter) => {
        await publish(adapter, 'undone')
        throw new SociusError('conflict', 'The host changes its mind.')
      }),
    ).rejects.toMatchObject({ code: 'conflict' })
    expect((await social.feed.timeline(system, { personId: 'ada' })).items).toEqual([])
    const kept = await store.transaction((adapter) => publish(adapter, 'kept'))
    const { items } = await social.feed.timeline(system, { personId: 'ada' })
    expect(items.map(({ activity }) => activity.id)).toEqual([kept.id])
    expect(tapped).toEqual([])
    await social.close()
  })
})
