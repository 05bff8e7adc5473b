import { kyselyStore } from '@socius/storage-adapters/kysely'
import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, it } from 'vitest'
import { createListPlatform, draftOf, draftsOf } from '../../test-support/list-provider.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import {
  createSocius,
  SociusError,
  type SyncOptions,
  syncFinished,
  syncProgressed,
  system,
  systemOf,
} from '../index.js'
import type { ActivityDraft } from '../provider.js'
import type { StoreAdapter } from '../store.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }

const stores: Record<string, () => StoreAdapter> = {
  memory: () => memoryStore(),
  sqlite: () => kyselyStore({ dialect: 'sqlite', database: ':memory:' }),
}

interface SetUp {
  readonly store?: StoreAdapter
  readonly people?: Readonly<Record<string, number>>
  readonly pageSize?: number
  readonly batchSize?: number
  readonly sync?: SyncOptions
}

/** People with so many posts each, linked, none of them read. */
async function setUp({ store = memoryStore(), people = { ada: 3 }, sync, ...options }: SetUp = {}) {
  const list = createListPlatform(options)
  const clock = createManualClock()
  const social = await createSocius({
    store,
    clock,
    random: (bytes) => bytes.fill(0),
    dispatch: 'manual',
    providers: [list.provider],
    ...(sync ? { sync } : {}),
  })
  const accounts: Record<string, string> = {}
  for (const [personId, posts] of Object.entries(people)) {
    list.accounts.set(personId, draftsOf(personId, posts, clock.now() - day))
    const { id } = await social.accounts.link(system, { personId, platform: 'list', handle: personId, consent })
    accounts[personId] = id
  }
  await social.dispatch()
  const due = async (input: { limit?: number; budget?: number } = {}) => {
    const report = await social.sync.runDue(system, input)
    return report.accounts.map(({ personId, stream, outcome }) => `${personId} ${stream} ${outcome}`)
  }
  return { list, clock, social, accounts, due }
}

describe.each(Object.entries(stores))('what is due, on %s', (_name, open) => {
  it('is everything of an account that was linked, and then each thing at its time', async () => {
    const { clock, due, list, social } = await setUp({ store: open() })
    expect(await due()).toEqual(['ada activities completed'])
    expect(await due()).toEqual([])
    // Posts of a day ago: their counts are looked at after eight hours, the posts again after six at most.
    clock.advance(6 * hour)
    expect(await due()).toEqual(['ada activities completed'])
    clock.advance(2 * hour)
    list.accounts.set('ada', [draftOf('ada', 'fresh'), ...draftsOf('ada', 3, clock.now() - day).map(liked)])
    expect(await due()).toEqual(['ada refresh completed'])
    expect(await due()).toEqual([])
    const feed = await social.feed.timeline(system, { personId: 'ada' })
    expect(feed.items.map(({ counts }) => counts?.likes)).toEqual([99, 99, 99])
    await social.close()
  })

  it('is nothing of an account that nobody wants read any more', async () => {
    const { due, social, accounts } = await setUp({ store: open(), people: { ada: 1, noor: 1 } })
    await social.accounts.disconnect(system, { accountId: accounts['ada'] ?? '' })
    await social.dispatch()
    expect(await due()).toEqual(['noor activities completed'])
    await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    await social.dispatch()
    expect(await due()).toEqual(['ada activities completed'])
    await social.close()
  })

  it('goes round: an account with a long history lets the others have their turn', async () => {
    const sync = { pagesPerTurn: 2, concurrency: 1 }
    const people = { ada: 100, noor: 5, tomas: 5 }
    const { due, list, clock } = await setUp({ store: open(), pageSize: 10, people, sync })
    list.onCall = () => clock.advance(1)
    const order = await due()
    const [first, second] = order.flatMap((line, place) => (line.startsWith('ada') ? [place] : []))
    // Who stands at the same moment stands in no order of note.
    expect(
      order
        .slice((first ?? 0) + 1, second)
        .concat(order.slice(0, first))
        .toSorted(),
    ).toEqual(['noor activities completed', 'tomas activities completed'])
    expect(order.filter((line) => line.startsWith('ada'))).toEqual([
      ...Array.from({ length: 4 }, () => 'ada activities partial'),
      'ada activities completed',
    ])
  })
})

function liked(draft: ActivityDraft): ActivityDraft {
  return { ...draft, counts: { ...draft.counts, likes: 99 } }
}

describe('a run of what is due', () => {
  it('stops at a number of accounts, at a budget of time, and at its signal; the rest stays due', async () => {
    const people = { ada: 4, noor: 4, tomas: 4, mei: 4 }
    const { due, clock, list, social } = await setUp({ people, pageSize: 2, sync: { concurrency: 1 } })
    expect(await due({ limit: 1 })).toHaveLength(1)
    list.onCall = () => clock.advance(minute)
    expect(await due({ budget: minute })).toHaveLength(1)
    const abort = new AbortController()
    list.onCall = () => abort.abort()
    await expect(social.sync.runDue(system, {}, { signal: abort.signal })).rejects.toMatchObject({ code: 'aborted' })
    list.onCall = () => undefined
    expect(await due()).toHaveLength(2)
  })

  it('reads nothing of other tenants', async () => {
    const { social, due } = await setUp({ people: {} })
    const other = systemOf('other')
    await social.accounts.link(other, { personId: 'ada', platform: 'list', handle: 'ada', consent }).catch(() => null)
    await social.dispatch()
    expect(await due()).toEqual([])
    await expect(social.sync.runDue({ id: 'ada', tenant: 'default', roles: [] })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('leaves an account that fails alone for longer and longer, and comes back when it goes again', async () => {
    const { due, clock, list, social, accounts } = await setUp({ sync: { retry: { attempts: 1 } } })
    list.onCall = () => {
      throw new SociusError('provider_rejected', 'No.')
    }
    const pauses: number[] = []
    for (let n = 0; n < 6; n++) {
      expect(await due()).toEqual(['ada activities failed'])
      const { dueAt, failures } = await social.sync.place(system, { accountId: accounts['ada'] ?? '' })
      expect(failures).toBe(n + 1)
      pauses.push((dueAt - clock.now()) / hour)
      clock.advance(dueAt - clock.now())
    }
    const [first = 0] = pauses
    expect(first).toBeLessThanOrEqual(6)
    expect(pauses.slice(0, 5).map((pause) => Math.round(pause / first))).toEqual([1, 2, 4, 8, 16])
    expect(pauses[5]).toBe(7 * 24)
    list.onCall = () => undefined
    expect(await due()).toEqual(['ada activities completed'])
    expect(await social.sync.place(system, { accountId: accounts['ada'] ?? '' })).toMatchObject({ failures: 0 })
  })

  it('comes back when the platform says, and passes over the accounts of a server that does not answer', async () => {
    const people = { ada: 1, noor: 1, tomas: 1, mei: 1, jun: 1 }
    const { due, clock, list } = await setUp({ people, sync: { retry: { attempts: 1 }, concurrency: 1 } })
    list.onCall = () => {
      throw new SociusError('provider_unavailable', 'Down.', { retryable: true })
    }
    // Three calls without an answer open the circuit; the rest waits for it to close.
    expect(await due()).toHaveLength(3)
    expect(list.calls).toBe(8)
    clock.advance(30_000)
    expect(await due()).toHaveLength(1)
    list.onCall = () => undefined
    clock.advance(hour)
    expect((await due()).filter((line) => line.endsWith('activities completed'))).toHaveLength(5)
  })

  it('keeps what a lost token gave access to, and says that it is lost', async () => {
    const { due, clock, list, social } = await setUp()
    await due()
    clock.advance(day)
    list.onCall = () => {
      throw new SociusError('provider_unauthorized', 'Who are you?')
    }
    await due()
    const [account] = (await social.accounts.list(system, { personId: 'ada' })).items
    expect(account?.state).toBe('unauthorized')
    expect((await social.feed.timeline(system, { personId: 'ada' })).items).toHaveLength(3)
    list.onCall = () => undefined
    clock.advance(day)
    await due()
    expect((await social.accounts.list(system, { personId: 'ada' })).items[0]?.state).toBe('active')
  })

  it('is not put off by a clock that was a year ahead for an hour', async () => {
    const { due, clock } = await setUp()
    await due()
    clock.advance(365 * day)
    await due()
    clock.advance(-365 * day + hour)
    const soon = await due()
    expect(soon).toContain('ada activities completed')
    clock.advance(31 * day)
    expect(await due()).toEqual(['ada activities completed', 'ada refresh completed'])
  })

  it('finds an account again that a process took and died with', async () => {
    const store = memoryStore()
    const { due, clock, list, social } = await setUp({ store })
    const abort = new AbortController()
    list.onCall = () =>
      new Promise<void>((_, reject) => abort.signal.addEventListener('abort', () => reject(abort.signal.reason)))
    // Nobody ever hears of this process again.
    void social.sync.runDue(system).catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 20))
    list.onCall = () => undefined
    const other = await createSocius({ store, clock, dispatch: 'manual', providers: [list.provider] })
    expect((await other.sync.runDue(system)).accounts).toEqual([])
    clock.advance(minute)
    expect((await other.sync.runDue(system)).accounts.map(({ outcome }) => outcome)).toEqual(['completed'])
    expect(await due()).toEqual([])
  })
})

describe('a schedule', () => {
  it('may name moments by cron expressions', async () => {
    const sync = { interval: '0 3 * * *', timeZone: 'Europe/Berlin' }
    const { due, social, accounts } = await setUp({ sync })
    await due()
    const { items } = await social.sync.schedule(system)
    expect(items.map(({ id, activitiesAt }) => [id, new Date(activitiesAt).toISOString()])).toEqual([
      [accounts['ada'], '2026-11-19T02:00:00.000Z'],
    ])
  })

  it.each([
    { interval: 'whenever it suits' },
    { interval: 10 },
    { checks: { soonest: 2 * hour, latest: hour } },
    { timeZone: 'Nowhere', interval: '0 3 * * *' },
  ])('is refused when it makes no sense: %j', async (sync) => {
    await expect(createSocius({ store: memoryStore(), sync })).rejects.toMatchObject({ code: 'invalid_option' })
  })
})

describe('the queue', () => {
  it('says who is before an account, and puts ahead whoever asks', async () => {
    const people = { ada: 1, noor: 1, tomas: 1 }
    const { due, clock, social, accounts } = await setUp({ people, sync: { concurrency: 1 } })
    const tomas = { id: 'tomas', tenant: 'default', roles: [] }
    clock.advance(1)
    const accountId = accounts['tomas'] ?? ''
    await due({ limit: 1 })
    clock.advance(hour)
    const place = async () => social.sync.place(tomas, { accountId })
    const { before, state } = await place()
    expect({ before: before <= 1, state }).toEqual({ before: true, state: 'waiting' })
    expect(await social.sync.request(tomas, { accountId })).toEqual({ accounts: 1 })
    expect(await place()).toMatchObject({ before: 0, state: 'waiting', expectedAt: clock.now() })
    expect(await due({ limit: 1 })).toEqual(['tomas activities completed'])
    // A moment ago is soon enough.
    expect(await social.sync.request(tomas, { personId: 'tomas' })).toEqual({ accounts: 0 })
    expect(await place()).toMatchObject({ state: 'due-later', lastOutcome: 'completed' })
  })

  it('tells nobody of accounts that are another’s', async () => {
    const { social, accounts } = await setUp()
    const stranger = { id: 'mallory', tenant: 'default', roles: [] }
    const accountId = accounts['ada'] ?? ''
    await expect(social.sync.place(stranger, { accountId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.sync.request(stranger, { accountId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.sync.request(stranger, { personId: 'ada' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.sync.request(system, {})).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(social.sync.schedule(stranger)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.sync.place(systemOf('other'), { accountId })).rejects.toMatchObject({ code: 'not_found' })
    expect((await social.sync.schedule(systemOf('other'))).items).toEqual([])
  })

  it('takes nobody for limited because time goes on while it is asked', async () => {
    const { due, clock, social, accounts } = await setUp()
    await due()
    const { now } = clock
    Object.assign(clock, {
      now: () => {
        clock.advance(1)
        return now()
      },
    })
    const place = await social.sync.place(system, { accountId: accounts['ada'] ?? '' })
    expect(place).toMatchObject({ state: 'due-later' })
  })

  it('says when a limit or a server is waited for', async () => {
    const { due, clock, list, social, accounts } = await setUp({ sync: { retry: { attempts: 1 } } })
    list.onCall = () => {
      throw new SociusError('provider_rate_limited', 'Slow down.', { retryable: true, retryAfter: 2 * hour })
    }
    await due()
    const accountId = accounts['ada'] ?? ''
    const expectedAt = clock.now() + 2 * hour
    expect(await social.sync.place(system, { accountId })).toMatchObject({ dueAt: expectedAt, expectedAt, failures: 1 })
  })
})

describe('what a run announces', () => {
  it('is how far it has come, page by page, and how it ended', async () => {
    const { social, due } = await setUp({ pageSize: 2, people: { ada: 5 } })
    const heard: unknown[] = []
    social.on(syncProgressed, ({ payload: { pages, fetched, created } }) => heard.push({ pages, fetched, created }))
    social.on(syncFinished, ({ payload: { stream, outcome, created } }) => heard.push({ stream, outcome, created }))
    await due()
    expect(heard).toEqual([
      { pages: 1, fetched: 2, created: 2 },
      { pages: 2, fetched: 4, created: 4 },
      { stream: 'activities', outcome: 'completed', created: 5 },
    ])
  })
})

describe('a process that was started', () => {
  it('reads what is due of all tenants until it is stopped, and gives back what it had taken', async () => {
    const list = createListPlatform()
    const store = memoryStore()
    const social = await createSocius({ store, providers: [list.provider], sync: { concurrency: 2 } })
    for (const personId of ['ada', 'noor']) list.accounts.set(personId, draftsOf(personId, 3))
    const ended: string[] = []
    social.on(syncFinished, ({ tenant, payload }) => ended.push(`${tenant} ${payload.personId} ${payload.outcome}`))
    social.start({ tick: 5 })
    social.start({ tick: 5 })
    await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    await social.accounts.link(systemOf('other'), { personId: 'noor', platform: 'list', handle: 'noor', consent })
    await expect.poll(() => ended.toSorted()).toEqual(['default ada completed', 'other noor completed'])
    list.onCall = (reader) =>
      reader === 'activities' ? new Promise<void>((resolve) => setTimeout(resolve, 30)) : undefined
    await social.sync.request(system, { personId: 'ada' })
    await social.stop()
    await social.stop()
    const calls = list.calls
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(list.calls).toBe(calls)
    await social.close()
  })

  it('goes on when the database was away for a moment', async () => {
    const list = createListPlatform()
    list.accounts.set('ada', draftsOf('ada', 3))
    const store = memoryStore()
    let away = false
    const flaky: StoreAdapter = {
      ...store,
      claim: (plan) =>
        away ? Promise.reject(new SociusError('store_unavailable', 'Away.', { retryable: true })) : store.claim(plan),
    }
    const social = await createSocius({ store: flaky, providers: [list.provider], sync: { concurrency: 1 } })
    const ended: string[] = []
    social.on(syncFinished, ({ payload }) => ended.push(payload.outcome))
    away = true
    social.start({ tick: 5 })
    const link = { personId: 'ada', platform: 'list', handle: 'ada', consent }
    await social.accounts.link(system, link).catch(() => undefined)
    away = false
    await expect.poll(() => ended).toEqual(['completed'])
    await social.close()
  })
})
