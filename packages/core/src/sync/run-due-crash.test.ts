import { crashEverywhere } from '@socius/testkit/store'
import { describe, expect, it } from 'vitest'
import { testStores } from '../../test-support/create-test-social.js'
import { createListPlatform, draftOf, draftsOf, type ListPlatform } from '../../test-support/list-provider.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import { readEverything } from '../../test-support/read-everything.js'
import { createSeededRandom } from '../../test-support/seeded-random.js'
import { day, hour, outcomeOf } from '../../test-support/sync-scenario.js'
import { createSocius, SociusError, system } from '../index.js'
import type { StoreAdapter } from '../store.js'
import { gate } from './gate.js'
import { lease } from './lease.js'
import { schedule } from './schedule.js'

const start = 1_795_000_000_000
const newest = start - hour

/** Its second answer is a refusal, so that the gates are written to as well. */
function platform(isLater: boolean): ListPlatform {
  const list = createListPlatform({ pageSize: 4, batchSize: 5 })
  list.onCall = (_reader, call) => {
    const options = { retryable: true, retryAfter: 2000 }
    if (call === 2) throw new SociusError('provider_rate_limited', 'Not now.', options)
  }
  const [first, second, third, ...rest] = draftsOf('ada', 9, newest)
  if (!first || !second || !third) throw new Error('There are nine.')
  const fresh = draftOf('ada', 'new', { publishedAt: newest + 7 * day, hashtags: ['New'] })
  const liked = { ...second, counts: { ...second.counts, likes: 99 } }
  list.accounts.set(
    'ada',
    isLater ? [fresh, { ...first, text: 'edited' }, liked, ...rest] : [first, second, third, ...rest],
  )
  return list
}

async function open(store: StoreAdapter, isLater: boolean, at: number) {
  const clock = createManualClock(at)
  const providers = [platform(isLater).provider]
  // The same ids in each process would be no ids: what was born before it started must not be born again.
  const random = createSeededRandom(at % 1_000_003)
  return { clock, social: await createSocius({ store, providers, clock, random, dispatch: 'manual' }) }
}

async function link(store: StoreAdapter): Promise<void> {
  const { social } = await open(store, false, start)
  const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
  await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
  await social.dispatch()
}

async function runDue(
  store: StoreAdapter,
  { isLater, at, rounds }: { isLater: boolean; at: number; rounds: number },
): Promise<void> {
  const { clock, social } = await open(store, isLater, at)
  for (let round = 0; round < rounds; round++) {
    await social.sync.runDue(system)
    clock.advance(2 * hour)
  }
}

/** Nothing that a process has taken is still taken, and what waits is due within its turn. */
async function expectNothingHeld(store: StoreAdapter, now: number): Promise<void> {
  const rows = await readEverything(store, [schedule, gate, lease])
  expect(rows['lease']).toEqual([])
  expect(rows['schedule']).toMatchObject([{ failures: 0, lastOutcome: 'completed' }])
  expect(Number(rows['schedule']?.[0]?.['dueAt'])).toBeLessThanOrEqual(now + 6 * hour)
  expect(rows['gate']?.every((row) => Number(row['closedUntil']) <= now)).toBe(true)
}

const opened = (make: () => StoreAdapter) => async () => {
  const adapter = make()
  await Promise.resolve()
  return { adapter, close: () => adapter.close() }
}

describe.each(testStores)('a process on %s that reads what is due and dies anywhere', (_name, make) => {
  it('leaves a first read to the next one, which loses nothing and doubles nothing', async () => {
    let calm: unknown
    const points = await crashEverywhere({
      open: opened(make),
      before: link,
      run: (store) => runDue(store, { isLater: false, at: start, rounds: 1 }),
      async check(store, point) {
        await runDue(store, { isLater: false, at: start + 10 * 60_000, rounds: 5 })
        const outcome = await outcomeOf(store)
        calm ??= outcome
        expect(outcome, JSON.stringify(point)).toEqual(calm)
        expect([outcome.activities.length, outcome.events.length, outcome.points.length]).toEqual([9, 9, 0])
        await expectNothingHeld(store, start + 12 * hour)
      },
    })
    expect(points).toBeGreaterThan(60)
  }, 120_000)

  it('leaves edits, counts and deletions to the next one', async () => {
    let calm: unknown
    const points = await crashEverywhere({
      open: opened(make),
      async before(store) {
        await link(store)
        await runDue(store, { isLater: false, at: start, rounds: 2 })
      },
      run: (store) => runDue(store, { isLater: true, at: start + 8 * day, rounds: 2 }),
      async check(store, point) {
        await runDue(store, { isLater: true, at: start + 9 * day, rounds: 4 })
        const outcome = await outcomeOf(store)
        calm ??= outcome
        expect(outcome, JSON.stringify(point)).toEqual(calm)
        const count = (word: string) => outcome.events.filter((event) => event.startsWith(word)).length
        expect(['activity.created', 'activity.updated', 'activity.deleted'].map(count)).toEqual([10, 1, 1])
        expect(outcome.points).toHaveLength(1)
      },
    })
    expect(points).toBeGreaterThan(100)
  }, 120_000)
})
