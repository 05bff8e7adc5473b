import { kyselyStore } from '@socius/storage-adapters/kysely'
import { memoryStore } from '@socius/storage-adapters/memory'
import { crashEverywhere } from '@socius/testkit/store'
import { describe, expect, it } from 'vitest'
import { createListPlatform, draftOf, draftsOf, type ListPlatform } from '../../test-support/list-provider.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import { readEverything } from '../../test-support/read-everything.js'
import { activity } from '../activities/activity.js'
import { activityCounts, metricPoint } from '../activities/activity-counts.js'
import { activityTag } from '../activities/activity-tag.js'
import { createSocius, isSociusError, system } from '../index.js'
import { outbox } from '../outbox/index.js'
import type { StoreAdapter } from '../store.js'
import { checkpoint } from './checkpoint.js'

const stores: Record<string, () => StoreAdapter> = {
  memory: () => memoryStore(),
  sqlite: () => kyselyStore({ dialect: 'sqlite', database: ':memory:' }),
}

const hour = 3_600_000

function platformBefore(): ListPlatform {
  const list = createListPlatform({ pageSize: 4, batchSize: 5 })
  list.accounts.set('ada', draftsOf('ada', 11))
  return list
}

/** Later: two are new, one was edited, one has other counts, one is gone. */
function platformAfter(): ListPlatform {
  const list = platformBefore()
  const [first, second, third, ...rest] = draftsOf('ada', 11)
  if (!first || !second) throw new Error('There are eleven.')
  const fresh = [2, 1].map((place) => draftOf('ada', `new-${place}`, { publishedAt: first.publishedAt + place * hour }))
  const edited = { ...first, text: 'edited', hashtags: ['Other'] }
  const liked = { ...second, counts: { ...second.counts, likes: 99 } }
  list.accounts.set('ada', [...fresh, edited, liked, ...rest])
  expect(third).toBeDefined()
  return list
}

async function linkAndSync(adapter: StoreAdapter, list: ListPlatform, start: number): Promise<void> {
  const clock = createManualClock(start)
  const social = await createSocius({ store: adapter, providers: [list.provider], clock, dispatch: 'manual' })
  const { items } = await social.accounts.list(system, { personId: 'ada' })
  if (items.length === 0) {
    const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
    await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
  }
  const report = await social.sync.run(system, { personId: 'ada' })
  expect(report.accounts.map(({ outcome, error }) => ({ outcome, error }))).toEqual([
    { outcome: 'completed', error: null },
  ])
}

async function refreshTwice(adapter: StoreAdapter, list: ListPlatform, start: number): Promise<void> {
  const clock = createManualClock(start)
  const social = await createSocius({ store: adapter, providers: [list.provider], clock, dispatch: 'manual' })
  for (const wait of [0, 2 * hour]) {
    clock.advance(wait)
    const report = await social.sync.refresh(system, { personId: 'ada' })
    expect(report.accounts.map(({ outcome, error }) => ({ outcome, error }))).toEqual([
      { outcome: 'completed', error: null },
    ])
  }
}

/** What has to be the same whether or not a process died on the way: everything but times and what is born of them. */
async function outcome(adapter: StoreAdapter) {
  const rows = await readEverything(adapter, [activity, activityTag, activityCounts, metricPoint, outbox, checkpoint])
  const timeless = (row: Record<string, unknown>, ...fields: string[]) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([name]) => !fields.includes(name))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
  const events = (rows['outbox'] ?? []).flatMap((entry) => entry['events'] as { name: string; subject: string }[])
  return {
    activities: rows['activity']?.map((row) =>
      timeless(row, 'consentId', 'contentHash', 'firstSeenAt', 'fetchedAt', 'stateSince', 'checkAt'),
    ),
    tags: rows['activity_tag'],
    counts: rows['activity_counts']?.map((row) => timeless(row, 'countedAt')),
    points: rows['metric_point']?.map((row) => JSON.stringify(timeless(row, 'id', 'at'))).sort(),
    events: events
      .filter(({ name }) => name.startsWith('activity.'))
      .map(({ name, subject }) => `${name} ${subject}`)
      .sort(),
    read: rows['checkpoint']?.map(({ stream, since, cursor }) => ({ stream, since, cursor })),
  }
}

function openWith(open: () => StoreAdapter) {
  return async () => {
    const adapter = open()
    await Promise.resolve()
    return { adapter, close: () => adapter.close() }
  }
}

const start = 1_795_000_000_000

describe.each(Object.entries(stores))('a sync on %s that dies anywhere', (_name, open) => {
  it('loses nothing and doubles nothing: the next process goes on where it stopped', async () => {
    let calm: Awaited<ReturnType<typeof outcome>> | undefined
    const points = await crashEverywhere({
      open: openWith(open),
      run: (adapter) => linkAndSync(adapter, platformBefore(), start),
      async check(adapter, point) {
        // A worker that died keeps its lease until it runs out.
        await linkAndSync(adapter, platformBefore(), start + hour)
        const reached = await outcome(adapter)
        calm ??= reached
        expect(reached, JSON.stringify(point)).toEqual(calm)
        expect(reached.activities).toHaveLength(11)
        expect(reached.events).toHaveLength(11)
        expect(reached.counts).toHaveLength(11)
        // Nothing was counted twice: no counts were replaced by the same.
        expect(reached.points).toEqual([])
      },
    })
    expect(points).toBeGreaterThan(40)
  })

  it('goes on from the page it had read, without asking for the earlier ones again', async () => {
    const store = open()
    const list = platformBefore()
    const clock = createManualClock(start)
    const social = await createSocius({ store, providers: [list.provider], clock, dispatch: 'manual' })
    const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
    await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    list.onCall = (reader, call) => {
      if (reader === 'activities' && call === 3) throw new Error('The process is killed here.')
    }
    const cut = await social.sync.run(system, {})
    expect(cut.accounts[0]).toMatchObject({ outcome: 'partial', created: 4, error: { code: 'internal' } })
    list.onCall = () => undefined
    const rest = await social.sync.run(system, {})
    expect(rest).toMatchObject({ created: 7, unchanged: 0, pages: 2, calls: 2 })
  })

  it('applies edits, counts and deletions once, wherever the second run dies', async () => {
    let calm: Awaited<ReturnType<typeof outcome>> | undefined
    const later = start + 24 * hour
    await crashEverywhere({
      open: openWith(open),
      before: (adapter) => linkAndSync(adapter, platformBefore(), start),
      async run(adapter) {
        await linkAndSync(adapter, platformAfter(), later)
        await refreshTwice(adapter, platformAfter(), later + hour)
      },
      async check(adapter, point) {
        await linkAndSync(adapter, platformAfter(), later + 10 * hour)
        await refreshTwice(adapter, platformAfter(), later + 20 * hour)
        const reached = await outcome(adapter)
        calm ??= reached
        expect(reached, JSON.stringify(point)).toEqual(calm)
        const states = reached.activities?.map(({ state }) => state) ?? []
        expect([
          states.filter((state) => state === 'present').length,
          states.filter((state) => state === 'deleted').length,
        ]).toEqual([12, 1])
        expect(reached.points).not.toEqual([])
      },
    })
  })
})

describe('two workers on one account', () => {
  it('share it by lease: one reads, the other finds it busy', async () => {
    const store = memoryStore()
    const list = platformBefore()
    const clock = createManualClock(start)
    const [one, other] = await Promise.all(
      [1, 2].map(() => createSocius({ store, providers: [list.provider], clock, dispatch: 'manual' })),
    )
    if (!one || !other) throw new Error('There are two.')
    const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
    await one.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    const reports = await Promise.all([one.sync.run(system, {}), other.sync.run(system, {})])
    expect(reports.map(({ accounts: [report] }) => report?.outcome).sort()).toEqual(['busy', 'completed'])
    expect(reports.reduce((sum, { created }) => sum + created, 0)).toBe(11)
  })

  it('let a worker that lost its lease write nothing more', async () => {
    const store = memoryStore()
    const list = platformBefore()
    const clock = createManualClock(start)
    const social = await createSocius({ store, providers: [list.provider], clock, dispatch: 'manual' })
    const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
    await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    let second: Promise<unknown> | undefined
    list.onCall = async (reader, call) => {
      if (reader !== 'activities' || second !== undefined || call < 3) return
      // The first worker hangs in its call for longer than its lease; another takes over meanwhile.
      clock.advance(10 * 60_000)
      second = social.sync.run(system, {})
      await second
    }
    const first = await social.sync.run(system, {})
    expect(first.accounts[0]).toMatchObject({ outcome: 'busy', created: 4 })
    expect(await second).toMatchObject({ created: 7 })
  })
})

describe('a consent', () => {
  it('that is withdrawn while a page is fetched lets nothing more be written', async () => {
    const store = memoryStore()
    const list = platformBefore()
    const clock = createManualClock(start)
    const social = await createSocius({ store, providers: [list.provider], clock, dispatch: 'manual' })
    const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
    const linked = await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    list.onCall = async (reader, call) => {
      if (reader === 'activities' && call === 3) await social.consents.withdraw(system, { consentId: linked.consentId })
    }
    const report = await social.sync.run(system, { accountId: linked.id })
    expect(report.accounts[0]).toMatchObject({ outcome: 'refused', created: 4, error: { code: 'consent_required' } })
    await social.dispatch()
    const rows = await readEverything(store, [activity])
    expect(rows['activity']).toEqual([])
    const refused = await social.sync.run(system, { accountId: linked.id })
    expect(refused.accounts[0]).toMatchObject({ outcome: 'refused', calls: 0 })
  })
})

describe('a store that fails', () => {
  it('ends the run with its own error, retryable', async () => {
    const store = memoryStore()
    const list = platformBefore()
    const failing: StoreAdapter = { ...store }
    const social = await createSocius({ store: failing, providers: [list.provider], dispatch: 'manual' })
    const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
    await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    failing.query = () => Promise.reject(new Error('The driver throws something of its own.'))
    const failure: unknown = await social.sync.run(system, {}).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Error)
    expect(isSociusError(failure, 'aborted')).toBe(false)
  })
})
