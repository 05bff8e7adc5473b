import { memoryStore } from '@socius/storage-adapters/memory'
import { crashEverywhere } from '@socius/testkit/store'
import { describe, expect, it } from 'vitest'
import { activityRow } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { createListPlatform, draftOf, draftsOf } from '../../test-support/list-provider.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import { readEverything } from '../../test-support/read-everything.js'
import { account, consent } from '../accounts/index.js'
import {
  activities,
  activity,
  activityCounts,
  activityTag,
  comment,
  comments,
  metricPoint,
} from '../activities/index.js'
import { createFeedModule } from '../feed/index.js'
import { connections } from '../graph/index.js'
import { erasureCompleted, type Socius, type SociusEvent, system } from '../index.js'
import { outbox, position } from '../outbox/index.js'
import { createPeopleModule, identity, profile } from '../people/index.js'
import { createStore, type StoreAdapter } from '../store.js'
import { checkpoint, lease, quarantine } from '../sync/index.js'

const given = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
const ada = actorOf('ada')
const day = 24 * 3_600_000

const stored = [
  ...createPeopleModule([]).collections,
  ...activities.collections,
  ...comments.collections,
  ...connections.collections,
  ...createFeedModule().collections,
  checkpoint,
  lease,
  quarantine,
]

/** Two platforms, each with an account of Ada's; and one of Bob's. */
async function open(store: StoreAdapter, count: number) {
  const platforms = ['list', 'other'].map((platform) => createListPlatform({ platform, pageSize: 100 }))
  const [list, other] = platforms
  if (!list || !other) throw new Error('There are two.')
  list.accounts.set('ada', [
    // More tags in a piece than one removal takes.
    ...draftsOf('ada', count).map((draft) => ({ ...draft, hashtags: ['one', 'two', 'three'] })),
    // It does not fit, and is set aside.
    draftOf('ada', 'broken', { publishedAt: Number.NaN }),
  ])
  list.accounts.set('bob', draftsOf('bob', 3))
  other.accounts.set('ada', draftsOf('ada', 4))
  const test = await createTestSocial({ store, providers: platforms.map(({ provider }) => provider) })
  const { social } = test
  const link = (personId: string, platform: string) =>
    social.accounts.link(system, { personId, platform, handle: personId, consent: given })
  const linked = await link('ada', 'list')
  const kept = await link('ada', 'other')
  const bobs = await link('bob', 'list')
  await social.sync.run(system, {})
  const completed: SociusEvent[] = []
  social.on(erasureCompleted, (event) => completed.push(event))
  const everything = () => readEverything(test.store, stored)
  return { ...test, list, link, linked, kept, bobs, completed, everything }
}

/** Whatever people here make of an activity. */
async function answer(social: Socius, subjectId: string): Promise<void> {
  for (const personId of ['bob', 'cho']) {
    await social.comments.add(system, { personId, subjectId, text: 'Yes.' })
    await social.reactions.add(system, { personId, subjectId })
    await social.shares.add(system, { personId, subjectId })
    await social.feed.hide(system, { personId, activityId: subjectId })
    await social.feed.markSeen(system, { personId, activityIds: [subjectId] })
  }
  await social.activities.annotate(system, { activityId: subjectId, note: 'Good.' })
}

function rowsOf(everything: Awaited<ReturnType<typeof readEverything>>): readonly Record<string, unknown>[] {
  return Object.entries(everything).flatMap(([collection, rows]) => rows.map((row) => ({ collection, ...row })))
}

describe.each(testStores)('withdrawing a consent on %s', (_name, openStore) => {
  it('erases all that was read under it, however much that is, and nothing else', async () => {
    const { social, linked, kept, bobs, completed, everything } = await open(openStore(), 1203)
    const mine = (await social.feed.timeline(ada, { personId: 'ada', platform: 'list', limit: 100 })).items
    const own = await social.activities.publish(ada, { personId: 'ada', text: 'my own', hashtags: ['Learning'] })
    for (const { activity: row } of mine.slice(0, 3)) await answer(social, row.id)
    await answer(social, own.id)
    await social.activities.remove(ada, { activityId: mine[5]?.activity.id ?? '' })
    await social.dispatch()
    const named = (row: Record<string, unknown>) => [row['id'], row['activityId'], row['subjectId'], row['accountId']]
    const before = rowsOf(await everything())
    const gone = new Set(
      before
        .filter((row) => row['collection'] === 'activity' && row['accountId'] === linked.id)
        .map((row) => row['id']),
    )
    expect(gone.size).toBe(1203)
    expect(before.filter((row) => row['collection'] === 'quarantine')).toHaveLength(1)
    for (const collection of ['activity_rank', 'hidden', 'seen']) {
      const derived = before.filter((row) => row['collection'] === collection)
      expect(derived.some((row) => named(row).some((id) => gone.has(id as string)))).toBe(true)
    }

    await social.consents.withdraw(ada, { consentId: linked.consentId })
    await social.dispatch()

    const after = rowsOf(await everything())
    expect(after.filter((row) => named(row).some((id) => gone.has(id as string)))).toEqual([])
    expect(after.filter((row) => row['accountId'] === linked.id)).toEqual([])
    const isLinked = (row: Record<string, unknown>, collection: string) =>
      row['collection'] === collection && row['id'] === linked.id
    expect(after.filter((row) => isLinked(row, 'profile'))).toEqual([])
    // Who somebody claims to be, and on which consent, is the record of it.
    expect(after.filter((row) => isLinked(row, 'identity'))).toHaveLength(1)
    // Everything else stands as it stood.
    const others = before.filter(
      (row) =>
        !named(row).some((id) => gone.has(id as string)) && row['accountId'] !== linked.id && !isLinked(row, 'profile'),
    )
    expect(after).toEqual(others)
    expect(others.filter((row) => row['accountId'] === kept.id && row['collection'] === 'activity')).toHaveLength(4)
    expect(others.filter((row) => row['accountId'] === bobs.id && row['collection'] === 'activity')).toHaveLength(3)
    expect(completed).toMatchObject([{ payload: { consentId: linked.consentId, personId: 'ada' }, actorId: 'system' }])
    const report = await social.sync.run(system, { personId: 'ada' })
    expect(report.accounts.map(({ accountId }) => accountId)).toEqual([kept.id])
  })

  it('lets a new consent bring all of it back', async () => {
    const { social, clock, link, linked } = await open(openStore(), 7)
    await social.consents.withdraw(ada, { consentId: linked.consentId })
    await social.dispatch()
    expect((await social.feed.timeline(ada, { personId: 'ada', platform: 'list' })).items).toEqual([])
    clock.advance(day)
    const again = await link('ada', 'list')
    expect(again.id).toBe(linked.id)
    const report = await social.sync.run(system, { accountId: again.id })
    expect(report).toMatchObject({ created: 7, quarantined: 1 })
    expect((await social.feed.timeline(ada, { personId: 'ada', platform: 'list' })).items).toHaveLength(7)
  })

  it('spares what rests on a newer consent by then, and has the rest read again under it', async () => {
    const { social, list, clock, link, linked } = await open(openStore(), 5)
    const [first] = list.accounts.get('ada') ?? []
    await social.consents.withdraw(ada, { consentId: linked.consentId })
    clock.advance(day)
    // Linked anew and read before the erasure had its turn.
    const again = await link('ada', 'list')
    list.accounts.set('ada', first ? [first] : [])
    await social.sync.run(system, { accountId: again.id })
    await social.dispatch()
    const timeline = async () =>
      (await social.feed.timeline(ada, { personId: 'ada', platform: 'list' })).items.map((item) => item.activity)
    expect((await timeline()).map(({ externalId, consentId }) => [externalId, consentId])).toEqual([
      ['ada-5', again.consentId],
    ])
    list.accounts.set('ada', draftsOf('ada', 5))
    await social.sync.run(system, { accountId: again.id })
    expect(await timeline()).toHaveLength(5)
  })

  it('erases a person’s comments from their platform in pieces, too', async () => {
    const { social, store, linked, completed } = await open(openStore(), 1)
    const row = {
      subjectId: 'elsewhere',
      personId: null,
      origin: 'synced' as const,
      platform: 'list',
      accountId: linked.id,
      parentId: null,
      authorExternalId: null,
      authorName: null,
      authorHandle: null,
      url: null,
      text: 'said',
      html: null,
      contentHash: 'x',
      publishedAt: 1,
      editedAt: null,
      fetchedAt: 1,
    }
    const rows = Array.from({ length: 1201 }, (_, place) => ({ ...row, id: `c${place}`, externalId: `c${place}` }))
    await createStore(store, 'default').insert(comment, rows)
    await social.consents.withdraw(ada, { consentId: linked.consentId })
    await social.dispatch()
    expect((await readEverything(store, [comment]))['comment']).toEqual([])
    expect(completed).toHaveLength(1)
  })

  it('does not reach into another tenant with the same ids', async () => {
    const { social, store, linked, everything } = await open(openStore(), 2)
    const before = rowsOf(await everything())
    const elsewhere = createStore(store, 'elsewhere')
    for (const collection of [
      account,
      consent,
      activity,
      activityTag,
      activityCounts,
      metricPoint,
      profile,
      identity,
    ]) {
      const rows = (await readEverything(store, [collection]))[collection.name] ?? []
      const here = rows
        .filter((row) => row['tenant'] === 'default')
        .map((row) =>
          Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'tenant' && name !== 'searchWords')),
        )
      await elsewhere.insert(collection as never, here as never)
    }
    await social.consents.withdraw(ada, { consentId: linked.consentId })
    await social.dispatch()
    const after = rowsOf(await everything()).filter((row) => row['tenant'] === 'elsewhere')
    const copied = new Set(['activity', 'activity_tag', 'activity_counts', 'metric_point', 'profile', 'identity'])
    expect(after).toEqual(
      before.filter((row) => copied.has(row['collection'] as string)).map((row) => ({ ...row, tenant: 'elsewhere' })),
    )
  })
})

describe('an erasure that dies anywhere', () => {
  it('is taken up again, and announces its end once', async () => {
    let expected: unknown
    const points = await crashEverywhere({
      open: async () => {
        const adapter = memoryStore()
        return Promise.resolve({ adapter, close: () => adapter.close() })
      },
      async before(adapter) {
        const list = createListPlatform()
        list.accounts.set('ada', [])
        const { social } = await createTestSocial({ store: adapter, providers: [list.provider] })
        const linked = await social.accounts.link(system, {
          personId: 'ada',
          platform: 'list',
          handle: 'ada',
          consent: given,
        })
        const basis = { accountId: linked.id, consentId: linked.consentId }
        const store = createStore(adapter, 'default')
        await store.insert(
          activity,
          Array.from({ length: 620 }, (_, place) => activityRow({ id: `a${place}`, ...basis })),
        )
        await social.comments.add(system, { personId: 'bob', subjectId: 'a1', text: 'Yes.' })
        await social.consents.withdraw(system, { consentId: linked.consentId })
      },
      async run(adapter) {
        const { social } = await createTestSocial({ store: adapter, clock: createManualClock(1_795_003_600_000) })
        await social.dispatch()
      },
      async check(adapter, point) {
        const { social } = await createTestSocial({ store: adapter, clock: createManualClock(1_795_007_200_000) })
        await social.dispatch()
        const rows = await readEverything(adapter, [...stored, outbox, position])
        const entries = rows['outbox'] as unknown as { events: { name: string; subject: string }[] }[]
        const events = entries
          .flatMap((entry) => entry.events.map(({ name, subject }) => `${name} ${subject}`))
          .toSorted()
        const left = rowsOf(rows).filter(({ collection }) => collection !== 'outbox' && collection !== 'position')
        expected ??= { events, left }
        expect({ events, left }, JSON.stringify(point)).toEqual(expected)
        expect(events.filter((event) => event.startsWith('activity.deleted'))).toHaveLength(620)
        expect(events.filter((event) => event.startsWith('erasure.completed'))).toHaveLength(1)
        expect(rows['activity']).toEqual([])
        expect(rows['profile']).toEqual([])
        expect((rows['position'] as unknown as { failures: number }[]).every(({ failures }) => failures === 0)).toBe(
          true,
        )
      },
    })
    expect(points).toBeGreaterThan(20)
  })
})
