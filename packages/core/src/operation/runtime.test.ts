import { memoryStore } from '@socius/storage-adapters/memory'
import { beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import {
  type Actor,
  anybody,
  defineCollection,
  defineCommand,
  defineEvent,
  defineModule,
  defineQuery,
  defineTask,
  isSociusError,
  pageInput,
  pageOf,
  privileged,
  reference,
  SociusError,
  type SociusEvent,
  system,
  thePersonConcerned,
} from '../index.js'
import type { StoreAdapter } from '../store.js'

const note = defineCollection('note', { schema: z.object({ id: reference(), text: z.string() }) })
const noteWritten = defineEvent('note.written', 1, z.object({ text: z.string() }))

/** What a run of an operation left behind, for tests to look at. */
let seen: unknown[] = []
beforeEach(() => {
  seen = []
})

const write = defineCommand({
  name: 'notes.write',
  summary: 'Writes a note.',
  input: z.strictObject({ id: reference(), text: z.string().max(10), fail: z.boolean().default(false) }),
  output: note.schema,
  access: anybody,
  async run({ store, emit, newId }, { id, text, fail }) {
    seen.push(newId())
    await store.insert(note, [{ id, text }])
    emit(noteWritten, { subject: id, payload: { text } })
    if (fail) throw new SociusError('conflict', 'No.')
    return { id, text }
  },
})

const list = defineQuery({
  name: 'notes.list',
  summary: 'Lists notes.',
  input: pageInput({}),
  output: pageOf(note.schema),
  access: anybody,
  run: (context, { limit, cursor }) => {
    seen.push(context)
    return context.store.query(note, { limit, cursor })
  },
})

const copy = defineTask({
  name: 'notes.copy',
  summary: 'Writes a note in one transaction, and another in the next.',
  input: z.strictObject({ id: reference(), second: z.boolean().default(true) }),
  output: z.number(),
  access: privileged,
  async run(context, { id, second }) {
    await context.transaction(async ({ store }) => void (await store.insert(note, [{ id, text: 'one' }])))
    if (!second) throw new SociusError('busy', 'No more.')
    await context.transaction(async ({ store }) => void (await store.insert(note, [{ id: `${id}-2`, text: 'two' }])))
    return (await context.store.query(note, { limit: 10 })).items.length
  },
})

const own = defineQuery({
  name: 'notes.own',
  summary: 'Says who may read.',
  input: z.strictObject({ personId: z.optional(reference()) }),
  output: z.string(),
  access: thePersonConcerned,
  run: async ({ actor }) => actor.id,
})

const notes = defineModule({
  name: 'notes',
  collections: [note],
  events: [noteWritten],
  operations: { write, list, copy, own },
})

async function open(store: StoreAdapter = memoryStore()) {
  const test = await createTestSocial({ store, modules: { notes } })
  const events: SociusEvent[] = []
  test.social.on(noteWritten, (event) => events.push(event))
  return { ...test, events }
}

const ada = actorOf('ada')
const rejection = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )

describe('input', () => {
  it('is refused with the places that are wrong, and never with what stood there', async () => {
    const { social } = await open()
    const secret = 'sk-live-1234567890'
    const error = await rejection(social.notes.write(ada, { id: '', text: secret }))
    expect(error).toMatchObject({
      code: 'invalid_input',
      retryable: false,
      details: {
        operation: 'notes.write',
        issues: [
          { path: ['id'], code: 'too_small' },
          { path: ['text'], code: 'too_big' },
        ],
      },
    })
    expect(String(error)).toContain('text')
    expect(JSON.stringify(error) + String(error)).not.toContain(secret)
    expect(isSociusError(error) && error.cause).toBeUndefined()
  })

  it('takes no field that is not declared, and names it', async () => {
    const { social } = await open()
    // @ts-expect-error the types refuse it as well
    const error = await rejection(social.notes.write(ada, { id: 'a', text: 'b', txet: 'c' }))
    expect(error).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('txet') as string })
  })

  it('is answered briefly, however much is wrong with it', async () => {
    const { social } = await open()
    const hostile = Object.fromEntries(Array.from({ length: 2000 }, (_, place) => [`${'x'.repeat(500)}${place}`, 1]))
    const error = await rejection(social.notes.write(ada, hostile as never))
    expect(isSociusError(error, 'invalid_input')).toBe(true)
    expect(JSON.stringify(error).length).toBeLessThan(5000)
    const many = defineQuery({
      name: 'many.check',
      summary: 'Takes a list.',
      input: z.strictObject({ list: z.array(z.record(z.string(), z.number())) }),
      output: z.null(),
      access: anybody,
      run: async () => null,
    })
    const { social: other } = await createTestSocial({
      modules: { many: defineModule({ name: 'many', operations: { check: many } }) },
    })
    const rows = Array.from({ length: 2000 }, () => ({ ['y'.repeat(5000)]: 'no number' }))
    const second = await rejection(other.many.check(ada, { list: rows as never }))
    expect(isSociusError(second, 'invalid_input')).toBe(true)
    expect(JSON.stringify(second).length).toBeLessThan(5000)
  })

  it('may be left out where nothing in it is required', async () => {
    const { social } = await open()
    await expect(social.notes.list(ada)).resolves.toEqual({ items: [], next: null })
    await expect(social.notes.list(ada, undefined)).resolves.toEqual({ items: [], next: null })
  })

  it('is checked before access: nobody is told that they may not do what cannot be done', async () => {
    const { social } = await open()
    await expect(social.notes.copy(ada, { id: '' })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it.each([0, 101, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a page of %s', async (limit) => {
    const { social } = await open()
    await expect(social.notes.list(ada, { limit })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('access', () => {
  it('is refused before anything is read or written', async () => {
    const { social } = await open()
    await expect(social.notes.copy(ada, { id: 'a' })).rejects.toMatchObject({
      code: 'forbidden',
      details: { operation: 'notes.copy' },
    })
    expect((await social.notes.list(ada)).items).toEqual([])
  })

  it('lets the system and admins act for everybody, and a person for themselves', async () => {
    const { social } = await open()
    const admin: Actor = { ...actorOf('root'), roles: ['editor', 'admin'] }
    await expect(social.notes.own(ada, { personId: 'ada' })).resolves.toBe('ada')
    await expect(social.notes.own(ada, {})).resolves.toBe('ada')
    await expect(social.notes.own(admin, { personId: 'ada' })).resolves.toBe('root')
    await expect(social.notes.own(system, { personId: 'ada' })).resolves.toBe('system')
    await expect(social.notes.own(actorOf('bob'), { personId: 'ada' })).rejects.toMatchObject({ code: 'forbidden' })
    // A role is a whole word, and an id is not a role.
    await expect(
      social.notes.own({ ...actorOf('system'), roles: ['administrator', 'SYSTEM'] }, { personId: 'ada' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the actor', () => {
  const wrong: [string, unknown][] = [
    ['nobody', undefined],
    ['null', null],
    ['no tenant', { id: 'ada', roles: [] }],
    ['an empty tenant', { id: 'ada', tenant: '', roles: [] }],
    ['the tenant of the machinery', { id: 'ada', tenant: '*', roles: ['system'] }],
    ['an empty id', { id: '', tenant: 'default', roles: [] }],
    ['an id that is a number', { id: 7, tenant: 'default', roles: [] }],
    ['no roles', { id: 'ada', tenant: 'default' }],
    ['roles that are a text', { id: 'ada', tenant: 'default', roles: 'admin' }],
    ['a tenant that no key can hold', { id: 'ada', tenant: 'x'.repeat(192), roles: [] }],
    ['an id that no key can hold', { id: 'x'.repeat(192), tenant: 'default', roles: [] }],
    ['a tenant that engines store as another', { id: 'ada', tenant: 'a\ud800', roles: [] }],
    ['a tenant with U+0000', { id: 'ada', tenant: 'a\0b', roles: [] }],
    ['an id with a lone surrogate', { id: 'a\udc00', tenant: 'default', roles: [] }],
  ]

  it.each(wrong)('is refused: %s', async (_what, actor) => {
    const { social } = await open()
    await expect(social.notes.list(actor as Actor)).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(social.notes.write(actor as Actor, { id: 'a', text: 'b' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect(seen).toEqual([])
  })

  it.each(testStores)('keeps tenants apart that differ in one character only, on %s', async (_name, openStore) => {
    const { social } = await open(openStore())
    const tenants = ['a', 'A', 'a ', 'ä', 'a\u0308', 'a%', 'a_', '😀', '\ufffd']
    for (const tenant of tenants) await social.notes.write(actorOf('ada', tenant), { id: 'n', text: `of ${tenant}` })
    for (const tenant of tenants) {
      expect((await social.notes.list(actorOf('ada', tenant))).items).toEqual([{ id: 'n', text: `of ${tenant}` }])
    }
  })
})

describe('a query', () => {
  it('has a store that cannot write', async () => {
    const { social } = await open()
    await social.notes.list(ada)
    const [context] = seen as [{ store: object }]
    expect(Object.keys(context.store).sort()).toEqual(['aggregate', 'get', 'pick', 'query'])
    expect('emit' in context).toBe(false)
  })
})

describe.each(testStores)('a command on %s', (_name, openStore) => {
  it('writes and announces together, or not at all', async () => {
    const { social, events } = await open(openStore())
    await social.notes.write(ada, { id: 'a', text: 'kept' })
    await expect(social.notes.write(ada, { id: 'b', text: 'lost', fail: true })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect((await social.notes.list(ada)).items).toEqual([{ id: 'a', text: 'kept' }])
    expect(events.map(({ subject, actorId, tenant, payload }) => ({ subject, actorId, tenant, payload }))).toEqual([
      { subject: 'a', actorId: 'ada', tenant: 'default', payload: { text: 'kept' } },
    ])
  })

  it('is tried again when it lost a race, and announces once', async () => {
    const { store, fail } = conflicting(openStore())
    const { social, events, clock } = await open(store)
    fail(3)
    await social.notes.write(ada, { id: 'a', text: 'kept' })
    expect(seen).toHaveLength(4)
    expect(clock.waits).toEqual([10, 20, 40])
    expect(events).toHaveLength(1)
    expect((await social.notes.list(ada)).items).toEqual([{ id: 'a', text: 'kept' }])
  })

  it('gives up after four attempts, with an error that says it may be tried later', async () => {
    const { store, fail } = conflicting(openStore())
    const { social, events } = await open(store)
    fail(4)
    await expect(social.notes.write(ada, { id: 'a', text: 'lost' })).rejects.toMatchObject({
      code: 'store_conflict',
      retryable: true,
    })
    expect(events).toEqual([])
    expect((await social.notes.list(ada)).items).toEqual([])
  })

  it('is not tried again for any other failure', async () => {
    const { store, fail } = conflicting(openStore(), 'store_unavailable')
    const { social } = await open(store)
    fail(1)
    await expect(social.notes.write(ada, { id: 'a', text: 'lost' })).rejects.toMatchObject({
      code: 'store_unavailable',
    })
    expect(seen).toHaveLength(1)
  })
})

describe('a task', () => {
  it('keeps the transactions that it has made when a later one is not reached', async () => {
    const { social } = await open()
    await expect(social.notes.copy(system, { id: 'a' })).resolves.toBe(2)
    await expect(social.notes.copy(system, { id: 'b', second: false })).rejects.toMatchObject({ code: 'busy' })
    expect((await social.notes.list(ada)).items.map(({ id }) => id)).toEqual(['a', 'a-2', 'b'])
  })
})

describe('a signal', () => {
  it('that has fired stops a call before it does anything', async () => {
    const { social } = await open()
    const signal = AbortSignal.abort()
    await expect(social.notes.write(ada, { id: 'a', text: 'b' }, { signal })).rejects.toMatchObject({ code: 'aborted' })
    await expect(social.notes.list(ada, {}, { signal })).rejects.toMatchObject({ code: 'aborted' })
    expect(seen).toEqual([])
  })

  it('that fires while a lost race is waited out ends the call', async () => {
    const { store, fail } = conflicting(memoryStore())
    const { social } = await open(store)
    const controller = new AbortController()
    fail(4, () => controller.abort())
    await expect(social.notes.write(ada, { id: 'a', text: 'b' }, { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(seen).toHaveLength(1)
  })
})

/** A store whose next transactions fail at their commit. */
function conflicting(adapter: StoreAdapter, code: 'store_conflict' | 'store_unavailable' = 'store_conflict') {
  let left = 0
  let failed = () => {}
  const store: StoreAdapter = {
    ...adapter,
    transaction: (work) =>
      adapter.transaction(async (inner) => {
        const result = await work(inner)
        if (left === 0) return result
        left -= 1
        failed()
        throw new SociusError(code, 'The store has failed on purpose.', { retryable: true })
      }),
  }
  const fail = (times: number, whenever = () => {}) => {
    left = times
    failed = whenever
  }
  return { store, fail }
}
