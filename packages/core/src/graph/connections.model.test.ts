import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { isSociusError, system } from '../index.js'
import { createStore, type StoreAdapter } from '../store.js'
import { standing, type Tie, tie } from './tie.js'

const people = ['ada', 'bob', 'cho'] as const
const day = 24 * 3_600_000

const verbs = ['request', 'accept', 'decline', 'withdraw', 'block', 'unblock'] as const
type Verb = (typeof verbs)[number]

interface Step {
  readonly verb: Verb
  readonly from: string
  readonly to: string
  /** Days that pass before it. */
  readonly days: number
}

const step = fc
  .record({
    verb: fc.constantFrom(...verbs),
    pair: fc.constantFrom(
      ...people.flatMap((from) => people.filter((to) => to !== from).map((to) => [from, to] as const)),
    ),
    days: fc.constantFrom(0, 0, 1, 31),
  })
  .map(({ verb, pair: [from, to], days }): Step => ({ verb, from, to, days }))

/** What the rules say, without rows, sides or transactions. */
function createModel() {
  interface Relation {
    status: Tie['status']
    by: string
    since: number
  }
  const relations = new Map<string, Relation>()
  /** Blocks that were ever made, and whether they last. */
  const blocks = new Map<string, boolean>()
  const keyOf = (from: string, to: string) => [from, to].toSorted().join('-')
  const barred = (from: string, to: string) =>
    blocks.get(`${from}-${to}`) === true || blocks.get(`${to}-${from}`) === true
  const move = (from: string, to: string, status: Relation['status'], by: string, since: number) =>
    relations.set(keyOf(from, to), { status, by, since })

  /** The error's code, or null. */
  function apply({ verb, from, to }: Step, now: number): string | null {
    const relation = relations.get(keyOf(from, to))
    switch (verb) {
      case 'request':
        if (barred(from, to)) return 'forbidden'
        if (relation?.status === 'accepted') return null
        if (relation?.status === 'pending') {
          if (relation.by !== from) move(from, to, 'accepted', relation.by, now)
          return null
        }
        if (relation?.status === 'declined' && relation.by === from && now < relation.since + 30 * day)
          return 'conflict'
        move(from, to, 'pending', from, now)
        return null
      case 'accept':
      case 'decline':
        if (!relation) return 'not_found'
        if (relation.status !== 'pending' || relation.by !== to) return 'conflict'
        move(from, to, verb === 'accept' ? 'accepted' : 'declined', to, now)
        return null
      case 'withdraw': {
        if (!relation) return 'not_found'
        const may = relation.status === 'accepted' || (relation.status === 'pending' && relation.by === from)
        if (!may) return 'conflict'
        move(from, to, 'withdrawn', from, now)
        return null
      }
      case 'block':
        if (blocks.get(`${from}-${to}`) === true) return null
        blocks.set(`${from}-${to}`, true)
        if (!relation || relation.status === 'accepted' || relation.status === 'pending') {
          move(from, to, 'withdrawn', from, now)
        }
        return null
      case 'unblock':
        if (!blocks.has(`${from}-${to}`)) return 'not_found'
        blocks.set(`${from}-${to}`, false)
        return null
    }
  }

  const statusOf = (from: string, to: string) => relations.get(keyOf(from, to))
  return { apply, barred, statusOf, blocks }
}

async function allTies(store: StoreAdapter): Promise<readonly Tie[]> {
  return (await createStore(store, 'default').query(tie, { limit: 1000 })).items
}

/** What holds of the rows themselves, whatever led to them. */
function expectSound(ties: readonly Tie[]): void {
  const find = (kind: Tie['kind'], fromId: string, toId: string) =>
    ties.find((row) => row.kind === kind && row.fromId === fromId && row.toId === toId)
  for (const row of ties) {
    // A mute has no other side.
    if (row.kind === 'mute') continue
    const mirrored = { connection: 'connection', block: 'blocked', blocked: 'block' } as const
    const other = find(mirrored[row.kind], row.toId, row.fromId)
    const { status, initiatedBy, requestedAt, updatedAt } = row
    expect(other).toMatchObject({ status, initiatedBy, requestedAt, updatedAt })
    expect(['pending', 'accepted', 'declined', 'withdrawn']).toContain(row.kind === 'connection' ? status : 'withdrawn')
    expect(['active', 'withdrawn']).toContain(row.kind === 'connection' ? 'active' : status)
    if (row.kind !== 'block' || status !== 'active') continue
    expect(['pending', 'accepted']).not.toContain(find('connection', row.fromId, row.toId)?.status)
  }
  expect(new Set(ties.map(({ kind, fromId, toId }) => `${kind} ${fromId} ${toId}`)).size).toBe(ties.length)
}

async function expectModel(store: StoreAdapter, model: ReturnType<typeof createModel>): Promise<void> {
  const ties = await allTies(store)
  expectSound(ties)
  const inTenant = createStore(store, 'default')
  for (const from of people) {
    for (const to of people) {
      if (from === to) continue
      const row = ties.find(({ kind, fromId, toId }) => kind === 'connection' && fromId === from && toId === to)
      const expected = model.statusOf(from, to)
      expect(row && { status: row.status, by: row.initiatedBy, since: row.updatedAt }).toEqual(expected)
      expect(await standing(inTenant, 'default', from, to)).toEqual({
        connected: expected?.status === 'accepted',
        barred: model.barred(from, to),
      })
    }
  }
}

/** How many sequences are tried: a database takes longer. */
const sequences = (store: string) => (store === 'memory' ? 120 : 25)

describe.each(testStores)('connections on %s', (name, openStore) => {
  it('do what the rules say, in any order of calls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const { social, clock, store } = await createTestSocial({ store: openStore() })
        const model = createModel()
        for (const taken of steps) {
          clock.advance(taken.days * day)
          const now = clock.now()
          const code = await social.connections[taken.verb](system, { personId: taken.from, otherId: taken.to }).then(
            () => null,
            (error: unknown) => (isSociusError(error) ? error.code : error),
          )
          expect(code).toBe(model.apply(taken, now))
        }
        await expectModel(store, model)
        await social.close()
      }),
      { numRuns: sequences(name) },
    )
  })

  it('stay sound when everybody does everything at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
        const { social, store } = await createTestSocial({ store: openStore() })
        const outcomes = await Promise.allSettled(
          steps.map(({ verb, from, to }) => social.connections[verb](system, { personId: from, otherId: to })),
        )
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') {
            expect(['conflict', 'forbidden', 'not_found']).toContain((outcome.reason as { code?: string }).code)
          }
        }
        expectSound(await allTies(store))
        await social.close()
      }),
      { numRuns: sequences(name) },
    )
  })
})
