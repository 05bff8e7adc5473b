import { memoryStore } from '@socius/storage-adapters/memory'
import { expect, it } from 'vitest'
import { createListPlatform, draftsOf } from '../../test-support/list-provider.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import { readEverything } from '../../test-support/read-everything.js'
import { watchPlatform } from '../../test-support/watched-platform.js'
import { activity } from '../activities/activity.js'
import { createSocius, SociusError, type SyncOptions, system } from '../index.js'
import { defineProvider, type Provider } from '../provider.js'

const second = 1000
const hour = 3600 * second
const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }

async function setUp(options: { pageSize?: number; provider?: (own: Provider) => Provider; sync?: SyncOptions } = {}) {
  const list = createListPlatform(options)
  list.accounts.set('ada', draftsOf('ada', 40))
  const watched = watchPlatform(list)
  const clock = createManualClock()
  const store = memoryStore()
  const provider = options.provider?.(watched.provider) ?? watched.provider
  const open = (providers: Provider[] = [provider]) =>
    createSocius({ store, providers, clock, dispatch: 'manual', ...(options.sync ? { sync: options.sync } : {}) })
  const social = await open()
  const link = (personId: string) =>
    social.accounts.link(system, { personId, platform: 'list', handle: personId, consent })
  await link('ada')
  await social.dispatch()
  const states = async () => {
    const { activity: rows = [] } = await readEverything(store, [activity])
    return Map.groupBy(rows, (row) => String(row['state']))
  }
  return { list, watched, clock, store, social, open, link, states }
}

it('one time-out after another, longer than a lease in all, lets no second worker in', async () => {
  const { watched, clock, social, open } = await setUp()
  const other = await open()
  watched.interfere({
    async before() {
      clock.advance(30 * second)
      await other.sync.runDue(system)
      throw new SociusError('provider_unavailable', 'It did not answer.', { retryable: true })
    },
  })
  const report = await social.sync.runDue(system)
  expect(report.accounts).toMatchObject([{ outcome: 'failed', calls: 5, error: { code: 'provider_unavailable' } }])
  // The first one was asked when it was linked.
  expect([watched.questions.length, watched.mostAtOnce]).toEqual([1 + 5, 1])
})

it('pages whose cursors lead in a circle end the run', async () => {
  const { social, watched } = await setUp({ pageSize: 4 })
  watched.interfere({ page: ({ number }, page) => ({ ...page, next: number % 2 === 1 ? '4' : '8' }) })
  const report = await social.sync.run(system, {})
  expect(report.accounts).toMatchObject([{ outcome: 'partial', error: { code: 'provider_malformed' } }])
  expect(watched.questions.length).toBeLessThan(5)
})

it('an account of a platform that is not configured any more does not stop the others', async () => {
  const { social, list, clock, open, link } = await setUp()
  list.accounts.set('ben', draftsOf('ben', 3))
  await link('ben')
  await social.dispatch()
  const without = await open([defineProvider({ ...list.provider, platform: 'other' })])
  expect((await without.sync.runDue(system)).accounts).toMatchObject([
    { outcome: 'failed', calls: 0, error: { code: 'unsupported' } },
    { outcome: 'failed', calls: 0, error: { code: 'unsupported' } },
  ])
  expect((await without.sync.runDue(system)).accounts).toEqual([])
  clock.advance(7 * hour)
  expect(await social.sync.runDue(system)).toMatchObject({ created: 43 })
})

it('a platform that hides everything from single questions is not believed, however few are asked at a time', async () => {
  const perItem = (own: Provider) => {
    const price = { perCall: 0, perItem: 0.01 }
    const { lookup } = own.capabilities
    return { ...own, capabilities: { ...own.capabilities, ...(lookup && { lookup: { ...lookup, price } }) } }
  }
  const { social, list, watched, clock, states } = await setUp({ provider: perItem })
  // Some fall due each hour.
  const drafts = draftsOf('ada', 40, clock.now())
  list.accounts.set(
    'ada',
    drafts.map((draft, place) => ({ ...draft, publishedAt: clock.now() - place * 2 * hour })),
  )
  await social.sync.runDue(system)
  watched.interfere({
    lookup: (_, result) => ({
      ...result,
      results: result.results.map((one) =>
        one.state === 'present' ? { state: 'gone', externalId: one.item.externalId } : one,
      ),
    }),
  })
  for (let hours = 0; hours < 48; hours++) {
    clock.advance(hour)
    await social.sync.runDue(system)
  }
  expect((await states()).get('deleted')).toBeUndefined()
})

it('a limit that is told a moment before its reset is not taken for one of a moment', async () => {
  const list = createListPlatform({ pageSize: 2 })
  list.accounts.set('ada', draftsOf('ada', 60))
  const manual = createManualClock()
  // Each look at it takes longer than the rest of that period.
  const clock = {
    ...manual,
    now() {
      manual.advance(5)
      return manual.now()
    },
  }
  const { activities, ...readers } = list.provider.readers
  if (!activities) throw new Error('A list has them.')
  let resetAt = 0
  let spent = 0
  const provider: Provider = {
    ...list.provider,
    readers: {
      ...readers,
      async activities(options) {
        const now = manual.now()
        if (resetAt === 0) resetAt = now + 8
        else if (now >= resetAt) [resetAt, spent] = [now + 10 * second, 0]
        spent += 1
        return { ...(await activities(options)), rateLimit: { limit: 10, remaining: 10 - spent, resetAt } }
      },
    },
  }
  const social = await createSocius({ store: memoryStore(), providers: [provider], clock, dispatch: 'manual' })
  await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
  const report = await social.sync.run(system, {})
  expect(report).toMatchObject({ created: 60, pages: 30 })
  expect(spent).toBeLessThanOrEqual(10)
})
