import { memoryStore } from '@socius/storage-adapters/memory'
import { countingStore } from '@socius/testkit/store'
import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { system, systemOf } from '../index.js'
import type { StoreAdapter } from '../store.js'

const ada = actorOf('ada')
const bob = actorOf('bob')

async function open(store: StoreAdapter = memoryStore(), count = 30) {
  const test = await createTestSocial({ store, modules: { seed } })
  const rows = Array.from({ length: count }, (_, place) =>
    activityRow({
      id: `a${String(place).padStart(3, '0')}`,
      personId: ['ada', 'bob', null][place % 3] ?? null,
      publishedAt: place,
      hashtags: place % 2 ? ['Odd', 'All'] : ['All'],
      text: `word${place % 5} shared`,
    }),
  )
  await test.social.seed.activities(system, { rows })
  await test.social.connections.request(ada, { personId: 'ada', otherId: 'bob' })
  await test.social.connections.accept(bob, { personId: 'bob', otherId: 'ada' })
  return test
}

describe('a page of a feed', () => {
  it('costs one query and four look-ups, however long it is; of a hashtag one more', async () => {
    const counting = countingStore(memoryStore())
    const { social } = await open(counting, 120)
    const statements = async (read: () => Promise<{ items: readonly unknown[] }>, items: number) => {
      counting.reset()
      expect((await read()).items).toHaveLength(items)
      return counting.calls.map(({ operation, collection }) => `${operation} ${collection}`)
    }
    const looks = ['get activity_counts', 'get tally', 'query reaction', 'get seen']
    const page = ['query activity', ...looks]
    const hashtagPage = ['query activity_tag', 'get activity', ...looks]
    const rankedPage = ['query activity_rank', 'get activity', ...looks]
    await social.memberships.join(system, { programmeId: 'course', personId: 'ada' })
    await social.memberships.join(system, { programmeId: 'course', personId: 'bob' })
    await social.dispatch()
    for (const limit of [1, 20, 40]) {
      expect(await statements(() => social.feed.home(ada, { limit }), limit)).toEqual(page)
      expect(await statements(() => social.feed.network(ada, { limit }), limit)).toEqual(page)
      expect(await statements(() => social.feed.search(ada, { text: 'shared', limit }), limit)).toEqual(page)
      expect(await statements(() => social.feed.home(ada, { hashtag: 'all', limit }), limit)).toEqual(hashtagPage)
      expect(await statements(() => social.feed.timeline(ada, { personId: 'ada', limit }), limit)).toEqual(page)
      expect(await statements(() => social.feed.home(ada, { limit, unseen: true }), 0)).toEqual(['query activity'])
      expect(await statements(() => social.feed.ranked(ada, { limit, explain: true }), limit)).toEqual(rankedPage)
      for (const period of ['day', 'week', 'month'] as const) {
        expect(await statements(() => social.feed.top(ada, { limit, period }), 0)).toEqual(['query activity_rank'])
      }
      expect(await statements(() => social.feed.top(ada, { limit, period: 'all' }), limit)).toEqual(rankedPage)
      // Whether one takes part, and whom of those who do one knows.
      const programme = ['get membership', 'query membership']
      expect(await statements(() => social.feed.programme(ada, { programmeId: 'course', limit }), limit)).toEqual([
        ...programme,
        ...page,
      ])
      expect(
        await statements(() => social.feed.top(ada, { programmeId: 'course', period: 'all', limit }), limit),
      ).toEqual([...programme, ...rankedPage])
      // Whose timeline it is to somebody else is one more look.
      expect(await statements(() => social.feed.timeline(ada, { personId: 'bob', limit }), limit)).toEqual([
        'get tie',
        ...page,
      ])
    }
    expect(await statements(() => social.feed.home(ada, { kind: 'nothing' }), 0)).toEqual(['query activity'])
    const { next } = await social.feed.home(ada, { limit: 20 })
    expect(await statements(() => social.feed.home(ada, { limit: 20, cursor: next }), 20)).toEqual(page)
  })

  it('says how each activity is received, there and here', async () => {
    const { social } = await open()
    await social.reactions.add(ada, { personId: 'ada', subjectId: 'a029' })
    await social.comments.add(ada, { personId: 'ada', subjectId: 'a029', text: 'Yes.' })
    const [first, second] = (await social.feed.home(bob, { limit: 2 })).items
    expect(first).toMatchObject({
      activity: { id: 'a029' },
      counts: null,
      here: { reactions: 1, comments: 1, shares: 0 },
    })
    expect(second).toMatchObject({ activity: { id: 'a028' }, here: { reactions: 0, comments: 0, shares: 0 } })
  })

  it('has twenty items unless it is asked for more, and never more than a hundred', async () => {
    const { social } = await open(memoryStore(), 120)
    expect((await social.feed.home(ada)).items).toHaveLength(20)
    expect((await social.feed.home(ada, { limit: 100 })).items).toHaveLength(100)
    for (const limit of [101, 0, -1, 1.5, Number.MAX_SAFE_INTEGER]) {
      for (const call of [
        social.feed.home(ada, { limit }),
        social.feed.network(ada, { limit }),
        social.feed.timeline(ada, { personId: 'ada', limit }),
        social.feed.search(ada, { text: 'x', limit }),
      ]) {
        await expect(call).rejects.toMatchObject({ code: 'invalid_input' })
      }
    }
  })

  it('ends where there is nothing more', async () => {
    const { social } = await open(memoryStore(), 4)
    const first = await social.feed.home(ada, { limit: 3 })
    expect(first.next).not.toBeNull()
    const second = await social.feed.home(ada, { limit: 3, cursor: first.next })
    expect([second.items.length, second.next]).toEqual([1, null])
    expect((await social.feed.home(ada, { limit: 4 })).next).toBeNull()
  })
})

describe.each(testStores)('a cursor on %s', (_name, openStore) => {
  it('that is damaged or of another list is refused, whoever made it', async () => {
    const { social } = await open(openStore())
    const { next } = await social.feed.home(ada, { limit: 5 })
    const { next: ofHashtag } = await social.feed.home(ada, { limit: 5, hashtag: 'all' })
    await social.connections.request(system, { personId: 'cho', otherId: 'ada' })
    await social.connections.accept(ada, { personId: 'ada', otherId: 'cho' })
    const { next: ofConnections } = await social.connections.list(ada, { personId: 'ada', limit: 1 })
    const good = next ?? ''
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const [print] = JSON.parse(Buffer.from(good, 'base64url').toString()) as [string]
    const bad = [
      '',
      'x',
      '%%%',
      good.slice(0, -3),
      `${good}AAAA`,
      good.toLowerCase(),
      '\ud800',
      '🦊',
      encode(null),
      encode({}),
      encode([print]),
      encode([print, 1]),
      encode([print, '1', 'a']),
      encode([print, 1, 2]),
      encode([print, 1, { $gt: '' }]),
      encode([print, 1.5, 'a']),
      encode([print, 2 ** 60, 'a']),
      encode([print, 1, 'a\0']),
      encode([print, null, 'a']),
      encode(['other', 1, 'a']),
      ofHashtag ?? '',
      ofConnections ?? '',
    ]
    for (const cursor of bad) {
      for (const call of [
        social.feed.home(ada, { cursor }),
        social.feed.timeline(ada, { personId: 'ada', cursor }),
        social.feed.search(ada, { text: 'shared', cursor }),
      ]) {
        await expect(call, JSON.stringify(cursor)).rejects.toMatchObject({ code: 'invalid_cursor', retryable: false })
      }
    }
    for (const cursor of ['x', good, ofConnections ?? '']) {
      await expect(social.feed.home(ada, { hashtag: 'all', cursor })).rejects.toMatchObject({ code: 'invalid_cursor' })
    }
    await expect(social.feed.home(ada, { cursor: 'x'.repeat(5000) })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('shows nobody more than they may see: it is a place, not a right', async () => {
    const { social } = await open(openStore())
    await social.activities.publish(ada, { personId: 'ada', text: 'secret', audience: 'private', publishedAt: 15 })
    const { next } = await social.feed.home(ada, { limit: 12 })
    const page = await social.feed.home(bob, { limit: 100, cursor: next })
    expect(page.items.length).toBeGreaterThan(10)
    expect(JSON.stringify(page)).not.toContain('secret')
  })

  it('that names what waits shows it only to whoever may see it', async () => {
    const { social } = await open(openStore())
    const secret = await social.activities.publish(ada, { personId: 'ada', text: 'secret', audience: 'private' })
    const hidden = await social.activities.publish(ada, { personId: 'ada', text: 'open' })
    await social.feed.hide(bob, { personId: 'bob', activityId: hidden.id })
    await social.dispatch()
    const cursor = Buffer.from(JSON.stringify([null, true, secret.id, hidden.id, 'none'])).toString('base64url')
    for (const feed of ['home', 'ranked'] as const) {
      expect(await social.feed[feed](bob, { perAuthor: 1, cursor })).toEqual({ items: [], next: null })
      expect((await social.feed[feed](ada, { perAuthor: 2, cursor })).items).toHaveLength(2)
    }
  })

  it('of one tenant leads nowhere in another', async () => {
    const { social } = await open(openStore())
    const { next } = await social.feed.home(ada, { limit: 5 })
    expect(await social.feed.home(systemOf('other'), { cursor: next })).toEqual({ items: [], next: null })
  })
})

describe.each(testStores)('the filters of a feed on %s', (_name, openStore) => {
  it('combine, and take a hashtag however it is written', async () => {
    const { social } = await open(openStore(), 0)
    const rows = ['list', 'native'].flatMap((platform) =>
      ['post', 'article'].flatMap((kind) =>
        ['Übung', 'other'].map((tag) =>
          activityRow({ id: `${platform}-${kind}-${tag}`, platform, kind, hashtags: [tag], personId: null }),
        ),
      ),
    )
    await social.seed.activities(system, { rows })
    const ids = async (filters: object) =>
      (await social.feed.home(ada, filters)).items.map((item) => item.activity.id).toSorted()
    expect(await ids({ platform: 'list', kind: 'post' })).toEqual(['list-post-other', 'list-post-Übung'])
    for (const hashtag of ['Übung', '#übung', ' ＃ÜBUNG', 'U\u0308bung']) {
      expect(await ids({ hashtag, kind: 'article' })).toEqual(['list-article-Übung', 'native-article-Übung'])
      expect(await ids({ hashtag, platform: 'list', kind: 'article' })).toEqual(['list-article-Übung'])
    }
    expect(await ids({ hashtag: '#' })).toEqual([])
    expect(await ids({ hashtag: 'ubung' })).toEqual([])
    expect(await ids({ platform: 'LIST' })).toEqual([])
  })

  it('are refused where they can be no filter', async () => {
    const { social } = await open(openStore(), 1)
    for (const filters of [
      { platform: '' },
      { kind: 'x'.repeat(192) },
      { hashtag: '' },
      { hashtag: 'x'.repeat(151) },
    ]) {
      await expect(social.feed.home(ada, filters)).rejects.toMatchObject({ code: 'invalid_input' })
    }
    for (const hostile of ['\ud800', 'a\0b']) {
      await expect(social.feed.home(ada, { hashtag: hostile })).rejects.toMatchObject({ code: 'invalid_input' })
      await expect(social.feed.home(ada, { platform: hostile })).rejects.toMatchObject({ code: 'invalid_input' })
    }
    await expect(social.feed.home(ada, { audience: 'private' } as object)).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

describe('a feed', () => {
  it('is read by its person, or by whoever acts for them', async () => {
    const { social } = await open()
    await social.activities.publish(bob, { personId: 'bob', text: 'own', audience: 'private' })
    await expect(social.feed.home(ada, { personId: 'bob' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.feed.network(ada, { personId: 'bob' })).rejects.toMatchObject({ code: 'forbidden' })
    const own = await social.feed.home(bob, { limit: 100 })
    expect(own.items[0]?.activity.text).toBe('own')
    expect(await social.feed.home(system, { personId: 'bob', limit: 100 })).toEqual(own)
    expect((await social.feed.timeline(ada, { personId: 'bob', limit: 100 })).items).toHaveLength(10)
    expect((await social.feed.timeline(system, { personId: 'bob', limit: 100 })).items).toHaveLength(11)
    expect((await social.feed.timeline(ada, { personId: 'nobody' })).items).toEqual([])
  })

  it('finds nothing for a text without words, rather than everything', async () => {
    const { social } = await open()
    expect(await social.feed.search(ada, { text: '!!! … —' })).toEqual({ items: [], next: null })
    expect((await social.feed.search(ada, { text: 'WORD3 shared!' })).items).toHaveLength(6)
    expect((await social.feed.search(ada, { text: 'word' })).items).toEqual([])
    await expect(social.feed.search(ada, { text: '' })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('says that it cannot search where the store cannot', async () => {
    const { social } = await open({ ...memoryStore(), search: false })
    await expect(social.feed.search(ada, { text: 'x' })).rejects.toMatchObject({ code: 'unsupported' })
  })
})
