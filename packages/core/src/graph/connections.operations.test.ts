import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import {
  type Actor,
  connectionAccepted,
  connectionDeclined,
  connectionRequested,
  connectionWithdrawn,
  personBlocked,
  personUnblocked,
  type SociusEvent,
  system,
  systemOf,
} from '../index.js'
import type { StoreAdapter } from '../store.js'
import { tie } from './tie.js'

const ada = actorOf('ada')
const bob = actorOf('bob')
const toBob = { personId: 'ada', otherId: 'bob' }
const toAda = { personId: 'bob', otherId: 'ada' }
const day = 24 * 3_600_000

async function open(store?: StoreAdapter) {
  const test = await createTestSocial(store ? { store } : {})
  const { connections } = test.social
  const heard: string[] = []
  const events = [
    connectionRequested,
    connectionAccepted,
    connectionDeclined,
    connectionWithdrawn,
    personBlocked,
    personUnblocked,
  ]
  const hear = ({ name, payload }: SociusEvent<string, { fromId: string; toId: string }>) =>
    heard.push(`${name} ${payload.fromId}-${payload.toId}`)
  for (const event of events) test.social.on(event, hear)
  /** Who stands on each of a person's lists. */
  const lists = async (personId: string, tenant = 'default') => {
    const show = async (what: 'accepted' | 'incoming' | 'outgoing' | 'blocked') =>
      (await connections.list(systemOf(tenant), { personId, show: what })).items.map(({ toId }) => toId)
    return {
      accepted: await show('accepted'),
      incoming: await show('incoming'),
      outgoing: await show('outgoing'),
      blocked: await show('blocked'),
    }
  }
  return { ...test, connections, heard, lists }
}

const nothing = { accepted: [], incoming: [], outgoing: [], blocked: [] }

describe.each(testStores)('a connection on %s', (_name, openStore) => {
  it('is asked for by one and accepted by the other', async () => {
    const { connections, clock, heard, lists } = await open(openStore())
    const asked = await connections.request(ada, toBob)
    expect(asked).toMatchObject({
      kind: 'connection',
      fromId: 'ada',
      toId: 'bob',
      status: 'pending',
      initiatedBy: 'ada',
      requestedAt: clock.now(),
    })
    expect(await lists('ada')).toEqual({ ...nothing, outgoing: ['bob'] })
    expect(await lists('bob')).toEqual({ ...nothing, incoming: ['ada'] })
    await expect(connections.accept(ada, toBob)).rejects.toMatchObject({ code: 'conflict' })
    clock.advance(1000)
    const accepted = await connections.accept(bob, toAda)
    expect(accepted).toMatchObject({
      fromId: 'bob',
      toId: 'ada',
      status: 'accepted',
      initiatedBy: 'ada',
      requestedAt: clock.now() - 1000,
      updatedAt: clock.now(),
    })
    expect(await lists('ada')).toEqual({ ...nothing, accepted: ['bob'] })
    expect(await lists('bob')).toEqual({ ...nothing, accepted: ['ada'] })
    expect(heard).toEqual(['connection.requested ada-bob', 'connection.accepted bob-ada'])
  })

  it('is accepted by asking back', async () => {
    const { connections, heard, lists } = await open(openStore())
    await connections.request(ada, toBob)
    expect((await connections.request(bob, toAda)).status).toBe('accepted')
    expect((await lists('ada')).accepted).toEqual(['bob'])
    expect(heard).toEqual(['connection.requested ada-bob', 'connection.accepted bob-ada'])
  })

  it('does not change when the same is asked again', async () => {
    const { connections, clock, heard } = await open(openStore())
    const first = await connections.request(ada, toBob)
    clock.advance(1000)
    expect(await connections.request(ada, toBob)).toEqual(first)
    await connections.accept(bob, toAda)
    expect((await connections.request(ada, toBob)).status).toBe('accepted')
    expect((await connections.request(bob, toAda)).status).toBe('accepted')
    await expect(connections.accept(bob, toAda)).rejects.toMatchObject({ code: 'conflict' })
    expect(heard).toHaveLength(2)
  })

  it('that was declined is asked for again by the same person only after thirty days', async () => {
    const { connections, clock, heard, lists } = await open(openStore())
    await connections.request(ada, toBob)
    await expect(connections.decline(ada, toBob)).rejects.toMatchObject({ code: 'conflict' })
    expect((await connections.decline(bob, toAda)).status).toBe('declined')
    expect(await lists('ada')).toEqual(nothing)
    await expect(connections.accept(bob, toAda)).rejects.toMatchObject({ code: 'conflict' })
    await expect(connections.withdraw(ada, toBob)).rejects.toMatchObject({ code: 'conflict' })
    clock.advance(10 * day)
    await expect(connections.request(ada, toBob)).rejects.toMatchObject({ code: 'conflict', retryAfter: 20 * day })
    clock.advance(20 * day - 1)
    await expect(connections.request(ada, toBob)).rejects.toMatchObject({ retryAfter: 1 })
    clock.advance(1)
    expect(await connections.request(ada, toBob)).toMatchObject({ status: 'pending', requestedAt: clock.now() })
    expect(heard.at(-1)).toBe('connection.requested ada-bob')
  })

  it('that was declined may be asked for by the one who declined at any time', async () => {
    const { connections, lists } = await open(openStore())
    await connections.request(ada, toBob)
    await connections.decline(bob, toAda)
    expect(await connections.request(bob, toAda)).toMatchObject({ status: 'pending', initiatedBy: 'bob' })
    expect(await lists('ada')).toEqual({ ...nothing, incoming: ['bob'] })
  })

  it('is taken back by who asked, or ended by either', async () => {
    const { connections, heard, lists } = await open(openStore())
    await connections.request(ada, toBob)
    await expect(connections.withdraw(bob, toAda)).rejects.toMatchObject({ code: 'conflict' })
    expect((await connections.withdraw(ada, toBob)).status).toBe('withdrawn')
    await expect(connections.withdraw(ada, toBob)).rejects.toMatchObject({ code: 'conflict' })
    await connections.request(bob, toAda)
    await connections.accept(ada, toBob)
    await connections.withdraw(ada, toBob)
    expect(await lists('bob')).toEqual(nothing)
    expect(heard.filter((event) => event.startsWith('connection.withdrawn'))).toEqual([
      'connection.withdrawn ada-bob',
      'connection.withdrawn ada-bob',
    ])
  })

  it('that there never was cannot be answered or ended', async () => {
    const { connections } = await open(openStore())
    for (const call of [connections.accept, connections.decline, connections.withdraw, connections.unblock]) {
      await expect(call(ada, toBob)).rejects.toMatchObject({ code: 'not_found' })
    }
  })

  it('ends with a block, and does not come back with its end', async () => {
    const { connections, heard, lists } = await open(openStore())
    await connections.request(ada, toBob)
    await connections.accept(bob, toAda)
    expect(await connections.block(bob, toAda)).toMatchObject({ kind: 'block', fromId: 'bob', status: 'active' })
    expect(await lists('ada')).toEqual(nothing)
    expect(await lists('bob')).toEqual({ ...nothing, blocked: ['ada'] })
    await connections.block(bob, toAda)
    await connections.unblock(bob, toAda)
    await connections.unblock(bob, toAda)
    expect(await lists('bob')).toEqual(nothing)
    expect(heard.slice(2)).toEqual(['person.blocked bob-ada', 'person.unblocked bob-ada'])
    expect((await connections.request(ada, toBob)).status).toBe('pending')
  })

  it('cannot be asked for across a block, and nobody learns whose it is', async () => {
    const { connections, lists } = await open(openStore())
    await connections.block(bob, toAda)
    const failures = await Promise.all(
      [connections.request(ada, toBob), connections.request(bob, toAda)].map((call) =>
        call.catch((error: unknown) => JSON.stringify(error)),
      ),
    )
    expect(failures[0]).toContain('forbidden')
    expect(failures[0]).toBe(failures[1])
    // The refused request has left no row.
    expect(await lists('ada')).toEqual(nothing)
    await expect(connections.unblock(ada, toBob)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('stays barred until both who block have unblocked', async () => {
    const { connections } = await open(openStore())
    await Promise.all([connections.block(ada, toBob), connections.block(bob, toAda)])
    await connections.unblock(ada, toBob)
    await expect(connections.request(ada, toBob)).rejects.toMatchObject({ code: 'forbidden' })
    await connections.unblock(bob, toAda)
    expect((await connections.request(ada, toBob)).status).toBe('pending')
  })

  it('is made when both ask at the same moment', async () => {
    const { connections, heard, lists } = await open(openStore())
    await Promise.all(Array.from({ length: 10 }, (_, turn) => connections.request(system, turn % 2 ? toBob : toAda)))
    expect(await lists('ada')).toEqual({ ...nothing, accepted: ['bob'] })
    expect(await lists('bob')).toEqual({ ...nothing, accepted: ['ada'] })
    expect(heard.map((event) => event.split(' ')[0]).toSorted()).toEqual([
      'connection.accepted',
      'connection.requested',
    ])
  })

  it('is the business of the person who asks, answers or blocks', async () => {
    const { connections, lists } = await open(openStore())
    await connections.request(ada, toBob)
    const stranger: Actor = { ...actorOf('eve'), roles: ['editor'] }
    for (const call of Object.values(connections).filter((each) => each !== connections.list)) {
      await expect((call as typeof connections.request)(stranger, toAda)).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(connections.list(stranger, { personId: 'ada' })).rejects.toMatchObject({ code: 'forbidden' })
    for (const call of [connections.request, connections.block]) {
      await expect(call(ada, { personId: 'ada', otherId: 'ada' })).rejects.toMatchObject({ code: 'invalid_input' })
    }
    expect(await lists('bob')).toEqual({ ...nothing, incoming: ['ada'] })
  })

  it('is one of its tenant', async () => {
    const { connections, lists } = await open(openStore())
    await connections.request(ada, toBob)
    await connections.request(systemOf('other'), toAda)
    await connections.block(systemOf('third'), toBob)
    expect(await lists('ada')).toEqual({ ...nothing, outgoing: ['bob'] })
    expect(await lists('ada', 'other')).toEqual({ ...nothing, incoming: ['bob'] })
    expect(await lists('ada', 'third')).toEqual({ ...nothing, blocked: ['bob'] })
  })
})

describe('a connection that changes between the look at it and the change of it', () => {
  it('is looked at again', async () => {
    const adapter = memoryStore()
    const where = { op: 'compare', field: 'tenant', test: 'eq', value: 'default' } as const
    const takeBack = (inner: StoreAdapter) =>
      inner.update({ collection: tie.shape, where, set: { status: 'withdrawn' }, add: {} })
    let meddles = false
    // Where transactions run side by side, one sees what another has committed meanwhile: this stands for such a store.
    const store: StoreAdapter = {
      ...adapter,
      async transaction(work) {
        try {
          return await adapter.transaction((inner) =>
            work({
              ...inner,
              async update(plan) {
                if (meddles && plan.collection.name === 'tie') await takeBack(inner)
                return inner.update(plan)
              },
            }),
          )
        } finally {
          if (meddles) await takeBack(adapter)
          meddles = false
        }
      },
    }
    const { connections, clock, lists } = await open(store)
    await connections.request(ada, toBob)
    meddles = true
    await expect(connections.accept(bob, toAda)).rejects.toMatchObject({ code: 'conflict' })
    expect(clock.waits).toEqual([10])
    expect(await lists('ada')).toEqual(nothing)
  })
})

describe.each(testStores)('connections.list on %s', (_name, openStore) => {
  it('gives every connection once, the latest change first, page by page', async () => {
    const { connections, clock } = await open(openStore())
    const others = Array.from({ length: 23 }, (_, place) => `p${place}`)
    for (const [place, otherId] of others.entries()) {
      // Several of them at one moment.
      if (place % 3 === 0) clock.advance(1000)
      await connections.request(system, { personId: otherId, otherId: 'ada' })
      await connections.accept(ada, { personId: 'ada', otherId })
    }
    await connections.request(system, { personId: 'later', otherId: 'ada' })
    const seen: { toId: string; updatedAt: number }[] = []
    let cursor: string | null = null
    do {
      const page: { items: { toId: string; updatedAt: number }[]; next: string | null } = await connections.list(ada, {
        personId: 'ada',
        limit: 5,
        cursor,
      })
      expect(page.items.length).toBeLessThanOrEqual(5)
      seen.push(...page.items)
      cursor = page.next
    } while (cursor)
    expect(seen.map(({ toId }) => toId).toSorted()).toEqual(others.toSorted())
    const times = seen.map(({ updatedAt }) => updatedAt)
    expect(times).toEqual(times.toSorted((one, other) => other - one))
    await expect(connections.list(ada, { personId: 'ada', cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_cursor',
    })
  })
})
