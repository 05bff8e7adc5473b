import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { createListPlatform, draftOf } from '../../test-support/list-provider.js'
import { readEverything } from '../../test-support/read-everything.js'
import { walkPages } from '../../test-support/walk-pages.js'
import {
  activityAnnotated,
  activityCreated,
  activityDeleted,
  activityMeasured,
  activityUpdated,
  type SociusEvent,
  system,
  systemOf,
} from '../index.js'
import type { Counts } from '../provider.js'
import type { StoreAdapter } from '../store.js'
import { activity } from './activity.js'
import { activityCounts, metricPoint } from './activity-counts.js'
import { activityTag } from './activity-tag.js'
import { suppression } from './suppression.js'

const ada = actorOf('ada')
const bob = actorOf('bob')

async function open(store?: StoreAdapter) {
  const list = createListPlatform()
  const test = await createTestSocial({ providers: [list.provider], modules: { seed }, ...(store ? { store } : {}) })
  const events: SociusEvent[] = []
  for (const event of [activityCreated, activityUpdated, activityMeasured, activityDeleted, activityAnnotated]) {
    test.social.on(event, (heard) => events.push(heard))
  }
  const rows = () => readEverything(test.store, [activity, activityTag, activityCounts, metricPoint, suppression])
  return { ...test, list, events, rows }
}

describe.each(testStores)('activities.publish on %s', (_name, openStore) => {
  it('publishes in the name of a person, with all that was given', async () => {
    const { social, clock, events, rows } = await open(openStore())
    await social.people.save(ada, { personId: 'ada', displayName: 'Ada', avatarUrl: 'https://example.org/a.png' })
    const published = await social.activities.publish(ada, {
      personId: 'ada',
      kind: 'lesson_completed',
      title: 'Lesson 3',
      text: 'Done with #Algebra',
      html: '<p>Done <script>x</script></p>',
      url: 'https://example.org/lessons/3',
      language: 'en',
      attachments: [
        { type: 'image', url: 'https://example.org/i.png', previewUrl: null, description: 'me', width: 3, height: 4 },
      ],
      hashtags: ['Algebra', 'algebra', '#MATHS'],
      audience: 'connections',
      publishedAt: clock.now() - 1000,
    })
    expect(published).toMatchObject({
      origin: 'native',
      platform: 'native',
      externalId: published.id,
      accountId: null,
      consentId: null,
      personId: 'ada',
      authorName: 'Ada',
      authorAvatarUrl: 'https://example.org/a.png',
      kind: 'lesson_completed',
      html: '<p>Done </p>',
      snippet: 'Done with #Algebra',
      hashtags: ['Algebra', 'algebra', '#MATHS'],
      audience: 'connections',
      state: 'present',
      publishedAt: clock.now() - 1000,
      firstSeenAt: clock.now(),
    })
    expect(await social.activities.get(ada, { activityId: published.id })).toEqual(published)
    const tags = (await rows())['activity_tag']
    expect(tags?.map(({ tag, audience, publishedAt }) => ({ tag, audience, publishedAt }))).toEqual(
      expect.arrayContaining(
        ['algebra', 'maths'].map((tag) => ({ tag, audience: 'connections', publishedAt: published.publishedAt })),
      ),
    )
    expect(tags).toHaveLength(2)
    expect(events).toMatchObject([
      { name: 'activity.created', payload: { activityId: published.id, platform: 'native', kind: 'lesson_completed' } },
    ])
  })

  it('stores nothing that acts on what stands around it', async () => {
    const { social } = await open(openStore())
    const published = await social.activities.publish(ada, {
      personId: 'ada',
      title: 'a\u202eb\ud800\0',
      text: '\u200b\u2066',
      html: '<a href="java&#x200b;script:alert(1)">x</a>',
      url: 'https://example.org/\u202ex',
      attachments: [
        {
          type: 'link',
          url: 'https://e.org/\u202e',
          previewUrl: null,
          description: 'd\u202e',
          width: null,
          height: null,
        },
      ],
      hashtags: ['a\u202eb', '\u200b', `x${'😀'.repeat(49)}`],
    })
    expect(published).toMatchObject({
      title: 'ab\ufffd',
      text: null,
      snippet: null,
      url: 'https://example.org/x',
      attachments: [{ url: 'https://e.org/', description: 'd' }],
      hashtags: ['ab', `x${'😀'.repeat(49)}`],
    })
    expect(published.html).not.toContain('javascript')
    expect(await social.activities.get(ada, { activityId: published.id })).toEqual(published)
  })

  it('has two of the same words if somebody says them twice', async () => {
    const { social } = await open(openStore())
    const one = await social.activities.publish(ada, { personId: 'ada', text: 'Again' })
    const other = await social.activities.publish(ada, { personId: 'ada', text: 'Again' })
    expect(one.id < other.id).toBe(true)
  })
})

describe('what activities.publish refuses', () => {
  const attachment = {
    type: 'link',
    url: 'https://e.org',
    previewUrl: null,
    description: null,
    width: null,
    height: null,
  }
  it.each([
    ['somebody else’s name', { personId: 'bob' }, 'forbidden'],
    ['a time in the future', { publishedAt: 1_795_000_000_001 }, 'invalid_input'],
    ['a time that is none', { publishedAt: 1.5 }, 'invalid_input'],
    ['a kind that is no name', { kind: 'Lesson Completed' }, 'invalid_input'],
    ['an audience that there is not', { audience: 'everybody' }, 'invalid_input'],
    ['a title that is too long', { title: 'x'.repeat(501) }, 'invalid_input'],
    ['a text that is too long', { text: 'x'.repeat(100_001) }, 'invalid_input'],
    ['HTML that is too long', { html: 'x'.repeat(500_001) }, 'invalid_input'],
    ['a link that runs', { url: 'javascript:alert(1)' }, 'invalid_input'],
    ['an attachment that runs', { attachments: [{ ...attachment, url: 'javascript:alert(1)' }] }, 'invalid_input'],
    ['a preview that runs', { attachments: [{ ...attachment, previewUrl: 'data:text/html,x' }] }, 'invalid_input'],
    ['too many attachments', { attachments: Array(21).fill(attachment) }, 'invalid_input'],
    ['too many hashtags', { hashtags: Array(51).fill('x') }, 'invalid_input'],
    ['a field of the store’s', { state: 'present' }, 'invalid_input'],
    ['the platform that it comes from', { platform: 'bluesky' }, 'invalid_input'],
  ])('%s', async (_what, input, code) => {
    const { social, rows } = await open()
    await expect(social.activities.publish(ada, { personId: 'ada', ...(input as object) })).rejects.toMatchObject({
      code,
    })
    expect(Object.values(await rows()).flat()).toEqual([])
  })
})

describe.each(testStores)('activities.remove on %s', (_name, openStore) => {
  it('leaves a tombstone without a word in it, and says so', async () => {
    const { social, clock, events, rows } = await open(openStore())
    const published = await social.activities.publish(ada, {
      personId: 'ada',
      title: 'secret title',
      text: 'secret text',
      html: '<p>secret html</p>',
      url: 'https://secret.example',
      hashtags: ['secret'],
      attachments: [
        {
          type: 'file',
          url: 'https://secret.example/f',
          previewUrl: null,
          description: null,
          width: null,
          height: null,
        },
      ],
    })
    clock.advance(1000)
    expect(await social.activities.remove(ada, { activityId: published.id })).toEqual({ activityId: published.id })
    const left = await rows()
    expect(JSON.stringify(left)).not.toContain('secret')
    expect(left['activity']).toMatchObject([
      {
        id: published.id,
        state: 'deleted',
        audience: 'private',
        stateSince: clock.now(),
        firstSeenAt: clock.now() - 1000,
      },
    ])
    expect(left['activity_tag']).toEqual([])
    expect(left['suppression']).toEqual([])
    expect(events.at(-1)).toMatchObject({ name: 'activity.deleted', subject: published.id })
    for (const call of [social.activities.get, social.activities.remove]) {
      await expect(call(ada, { activityId: published.id })).rejects.toMatchObject({ code: 'not_found' })
    }
    expect((await social.feed.search(ada, { text: 'secret' })).items).toEqual([])
  })

  it('keeps what a platform still has from coming back', async () => {
    const { social, list, rows, clock } = await open(openStore())
    const drafts = [
      draftOf('ada', 'two', {
        publishedAt: 2000,
        hashtags: ['Two'],
        counts: { likes: 2, comments: 0, shares: 0, views: 0 },
      }),
      draftOf('ada', 'one', { publishedAt: 1000 }),
    ]
    list.accounts.set('ada', drafts)
    const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
    await social.accounts.link(ada, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    await social.sync.run(system, {})
    const [first] = (await social.feed.timeline(ada, { personId: 'ada' })).items
    await social.activities.remove(ada, { activityId: first?.activity.id ?? '' })
    list.accounts.set(
      'ada',
      drafts.map((draft) => ({ ...draft, text: 'edited', counts: { ...draft.counts, likes: 99 } })),
    )
    clock.advance(100 * 24 * 3_600_000)
    const report = await social.sync.run(system, { full: true })
    expect(report).toMatchObject({ created: 0, updated: 1 })
    await social.sync.refresh(system, {})
    const items = (await social.feed.timeline(ada, { personId: 'ada' })).items.map((item) => item.activity)
    expect(items.map(({ externalId, text }) => [externalId, text])).toEqual([['one', 'edited']])
    const stored = await rows()
    expect(stored['suppression']).toHaveLength(1)
    expect(stored['activity_tag']).toEqual([])
    expect(stored['activity_counts']).toHaveLength(1)
    expect(stored['metric_point']?.every(({ activityId }) => activityId === items[0]?.id)).toBe(true)
  })

  it('keeps it removed though a sync was about to write it', async () => {
    const adapter = openStore()
    let meddle = () => Promise.resolve<unknown>(null)
    const store: StoreAdapter = {
      ...adapter,
      async get(plan) {
        const rows = await adapter.get(plan)
        // The sync has just seen that nothing of its page was removed.
        if (plan.collection.name === 'suppression') await meddle()
        return rows
      },
    }
    const { social, list, rows } = await open(store)
    const counts = { likes: 1, comments: 0, shares: 0, views: 0 }
    list.accounts.set('ada', [draftOf('ada', 'x', { counts, hashtags: ['Tag'] })])
    const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
    await social.accounts.link(ada, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    await social.sync.run(system, {})
    const [item] = (await social.feed.timeline(ada, { personId: 'ada' })).items
    const edited = draftOf('ada', 'x', { text: 'secret', hashtags: ['Tag'], counts: { ...counts, likes: 2 } })
    list.accounts.set('ada', [edited])
    meddle = () => {
      meddle = () => Promise.resolve(null)
      return social.activities.remove(ada, { activityId: item?.activity.id ?? '' })
    }
    expect(await social.sync.run(system, {})).toMatchObject({ created: 0, updated: 0 })
    const left = await rows()
    expect(left['activity']).toMatchObject([{ state: 'deleted' }])
    expect(JSON.stringify(left)).not.toContain('secret')
    expect([left['activity_tag'], left['activity_counts'], left['metric_point']]).toEqual([[], [], []])
  })

  it('keeps it removed though a look-up that was under way misses it', async () => {
    const { social, rows } = await open(openStore())
    const published = await social.activities.publish(ada, { personId: 'ada', text: 'x' })
    await social.activities.remove(ada, { activityId: published.id })
    const before = await rows()
    await social.seed.mark(system, { rows: [published], state: 'suspected' })
    await social.seed.mark(system, { rows: [published], state: 'unreadable' })
    expect(await rows()).toEqual(before)
  })
})

describe.each(testStores)('activities.annotate on %s', (_name, openStore) => {
  it('keeps what the host knows in a row that no sync touches', async () => {
    const { social, clock, events } = await open(openStore())
    await social.seed.activities(system, { rows: [activityRow({ id: 'a' })] })
    const first = await social.activities.annotate(system, { activityId: 'a', topics: ['algebra'], note: 'Good.' })
    expect(first).toEqual({
      id: 'a',
      programmeId: null,
      isProfessional: null,
      isEducational: null,
      topics: ['algebra'],
      note: 'Good.',
      isActive: true,
      updatedAt: clock.now(),
      updatedBy: 'system',
    })
    clock.advance(1000)
    await social.seed.activities(system, { rows: [activityRow({ id: 'a', contentHash: 'other' })] })
    const second = await social.activities.annotate(system, { activityId: 'a', note: null, isEducational: true })
    expect(second).toEqual({ ...first, note: null, isEducational: true, updatedAt: clock.now() })
    expect(events.filter(({ name }) => name === 'activity.annotated')).toHaveLength(2)
  })

  it('loses nothing of what is said at the same time', async () => {
    const { social } = await open(openStore())
    await social.seed.activities(system, { rows: [activityRow({ id: 'a' })] })
    await Promise.all([
      social.activities.annotate(system, { activityId: 'a', note: 'Good.' }),
      social.activities.annotate(system, { activityId: 'a', programmeId: 'p' }),
      social.activities.annotate(system, { activityId: 'a', isProfessional: true }),
    ])
    expect(await social.activities.annotate(system, { activityId: 'a' })).toMatchObject({
      note: 'Good.',
      programmeId: 'p',
      isProfessional: true,
    })
  })

  it('is for those who may act for everybody, on what is there', async () => {
    const { social } = await open(openStore())
    await social.seed.activities(system, {
      rows: [activityRow({ id: 'a' }), activityRow({ id: 'b', state: 'deleted' })],
    })
    await expect(social.activities.annotate(ada, { activityId: 'a' })).rejects.toMatchObject({ code: 'forbidden' })
    for (const [actor, activityId] of [
      [system, 'b'],
      [system, 'c'],
      [systemOf('other'), 'a'],
    ] as const) {
      await expect(social.activities.annotate(actor, { activityId })).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe.each(testStores)('activities.history on %s', (_name, openStore) => {
  it('has a point for all counts that others have replaced, and says what holds now', async () => {
    const { social, list, clock, events } = await open(openStore())
    const seen: Counts[] = [
      { likes: 0, comments: 0, shares: null, views: null },
      { likes: 0, comments: 0, shares: null, views: null },
      { likes: 3, comments: 0, shares: null, views: null },
      { likes: 3, comments: 1, shares: null, views: null },
      { likes: 3, comments: 1, shares: null, views: null },
      { likes: 3, comments: 1, shares: 0, views: null },
      // The platform says nothing for a while: that is no news about the reception.
      { likes: null, comments: null, shares: null, views: null },
      { likes: 2, comments: 1, shares: 0, views: 12_345_678_901 },
      { likes: 3, comments: 1, shares: 0, views: 12_345_678_901 },
    ]
    list.accounts.set('ada', [])
    const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
    await social.accounts.link(ada, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    const changes: (Counts & { at: number })[] = []
    for (const [turn, counts] of seen.entries()) {
      clock.advance(1000)
      list.accounts.set('ada', [draftOf('ada', 'x', { counts })])
      // A run and a look-up see the same counts in turn.
      if (turn % 2 === 0) await social.sync.run(system, {})
      else await social.sync.refresh(system, {})
      const last = changes.at(-1)
      const isNews = Object.values(counts).some((count) => count !== null)
      const differs = !last || Object.entries(counts).some(([name, count]) => last[name as keyof Counts] !== count)
      if (isNews && differs) changes.push({ ...counts, at: clock.now() })
    }
    expect(changes).toHaveLength(6)
    const [item] = (await social.feed.timeline(ada, { personId: 'ada' })).items
    const activityId = item?.activity.id ?? ''
    const { current, ...page } = await social.activities.history(ada, { activityId })
    const counts = ({ likes, comments, shares, views, at }: Counts & { at: number }) => ({
      likes,
      comments,
      shares,
      views,
      at,
    })
    const replaced = changes.slice(0, -1).toReversed()
    expect(page.items.map(counts)).toEqual(replaced)
    expect(page.next).toBeNull()
    const latest = { ...seen.at(-1), countedAt: clock.now() }
    expect(current).toMatchObject(latest)
    expect(item?.counts).toEqual(latest)
    const walked = await walkPages((cursor) => social.activities.history(ada, { activityId, limit: 2, cursor }))
    expect(walked.map(counts)).toEqual(replaced)
    // The first counts come with the activity itself.
    expect(events.map(({ name }) => name)).toEqual([
      'activity.created',
      ...Array.from({ length: 5 }, () => 'activity.measured'),
    ])
  })

  it('is empty for what was born here', async () => {
    const { social } = await open(openStore())
    const { id } = await social.activities.publish(ada, { personId: 'ada', text: 'x' })
    expect(await social.activities.history(bob, { activityId: id })).toEqual({ items: [], next: null, current: null })
  })
})
