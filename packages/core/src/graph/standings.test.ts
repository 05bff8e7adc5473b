import { describe, expect, it } from 'vitest'
import { testStores } from '../../test-support/create-test-social.js'
import { createStore, type StoreAdapter } from '../store.js'
import { standings } from './standings.js'
import { type Tie, tie, tieIdOf } from './tie.js'

function tieRow(kind: Tie['kind'], fromId: string, toId: string, status: Tie['status']): Tie {
  const at = 1_790_000_000_000
  const id = tieIdOf('default', kind, fromId, toId)
  return { id, kind, fromId, toId, status, initiatedBy: fromId, requestedAt: at, updatedAt: at }
}

const readers = (count: number) => new Set(Array.from({ length: count }, (_, place) => `r${place}`))

describe.each(testStores)('standings on %s', (_name, openStore) => {
  async function open() {
    const adapter = openStore()
    await adapter.prepare([tie.shape])
    let queries = 0
    const counting: StoreAdapter = { ...adapter, query: (plan) => ((queries += 1), adapter.query(plan)) }
    const store = createStore(counting, 'default')
    // Somebody whom thousands know, of whom few are asked about.
    const known = Array.from({ length: 2500 }, (_, place) => tieRow('connection', 'star', `r${place * 2}`, 'accepted'))
    await store.insert(tie, [
      ...known,
      tieRow('connection', 'ada', 'r1', 'accepted'),
      tieRow('connection', 'ada', 'r2', 'pending'),
      tieRow('connection', 'ada', 'r3', 'withdrawn'),
      tieRow('block', 'ada', 'r4', 'active'),
      tieRow('blocked', 'ada', 'r5', 'active'),
      tieRow('block', 'ada', 'r6', 'withdrawn'),
      tieRow('block', 'star', 'r7', 'active'),
    ])
    return { store, count: () => queries }
  }

  it('says of each person who is connected and who is barred, and looks at nobody else', async () => {
    const { store, count } = await open()
    const people = ['ada', 'star', 'nobody']
    const of = await standings(store, { connectionsOf: people, barredFrom: people, among: readers(10) })
    expect(of('ada')).toEqual({ connected: new Set(['r1']), barred: new Set(['r4', 'r5']) })
    expect(of('star')).toEqual({ connected: new Set(['r0', 'r2', 'r4', 'r6', 'r8']), barred: new Set(['r7']) })
    expect(of('nobody')).toEqual({ connected: new Set(), barred: new Set() })
    expect(count()).toBe(2)
    await standings(store, { connectionsOf: people, barredFrom: people, among: new Set() })
    expect(count()).toBe(2)
  })

  it('finds all of very many ties to very many readers', async () => {
    const { store, count } = await open()
    const among = readers(4001)
    const of = await standings(store, { connectionsOf: ['star', 'ada'], barredFrom: ['star'], among })
    expect(of('star').connected.size).toBe(2001)
    expect(of('star').barred).toEqual(new Set(['r7']))
    expect(of('ada').connected).toEqual(new Set(['r1']))
    // A look at all of them, then one for each 500 readers; and one for the few who are barred.
    expect(count()).toBe(1 + 9 + 1)
    const quiet = await standings(store, { connectionsOf: ['ada'], barredFrom: [], among })
    expect(quiet('ada').connected).toEqual(new Set(['r1']))
    expect(count()).toBe(12)
  })
})
