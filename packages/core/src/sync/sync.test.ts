import { memoryStore } from '@socius/storage-adapters/memory'
import { describe, expect, it } from 'vitest'
import { commentOf, createListPlatform, draftOf, draftsOf } from '../../test-support/list-provider.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import { readEverything } from '../../test-support/read-everything.js'
import { activity } from '../activities/activity.js'
import { activityTag } from '../activities/activity-tag.js'
import { createSocius, type ErrorCode, SociusError, type SyncOptions, system } from '../index.js'
import type { ActivityDraft } from '../provider.js'

const hour = 3_600_000
const day = 24 * hour
const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }

async function setUp(options: { pageSize?: number; batchSize?: number; sync?: SyncOptions } = {}) {
  const list = createListPlatform(options)
  list.accounts.set('ada', draftsOf('ada', 10))
  const store = memoryStore()
  const clock = createManualClock()
  const social = await createSocius({
    store,
    clock,
    dispatch: 'manual',
    providers: [list.provider],
    ...(options.sync ? { sync: options.sync } : {}),
  })
  const account = await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
  const sync = (input: { full?: boolean } = {}) => social.sync.run(system, input)
  const rows = async () => (await readEverything(store, [activity]))['activity'] ?? []
  const states = async () => {
    const counted: Record<string, number> = {}
    for (const row of await rows()) counted[String(row['state'])] = (counted[String(row['state'])] ?? 0) + 1
    return counted
  }
  return { list, store, clock, social, account, sync, rows, states }
}

function failing(code: ErrorCode, options: { retryable?: boolean; retryAfter?: number } = {}) {
  return () => {
    throw new SociusError(code, 'The platform says no.', options)
  }
}

describe('an incremental run', () => {
  it('touches only what changed, and reads no further than its overlap', async () => {
    const { list, clock, sync, rows } = await setUp({ pageSize: 4, sync: { overlap: 0 } })
    expect(await sync()).toMatchObject({ created: 10, pages: 3 })
    const before = await rows()
    clock.advance(day)
    expect(await sync()).toMatchObject({ created: 0, updated: 0, unchanged: 4, pages: 1 })
    expect(await rows()).toEqual(before)
    const newest = draftsOf('ada', 10)[0]?.publishedAt ?? 0
    list.accounts.set('ada', [draftOf('ada', 'fresh', { publishedAt: newest + hour }), ...draftsOf('ada', 10)])
    expect(await sync()).toMatchObject({ created: 1, pages: 1 })
  })

  it('sees edits and counts within the overlap, and tells them apart', async () => {
    const { list, sync, social } = await setUp()
    await sync()
    const drafts = draftsOf('ada', 10)
    drafts[0] = { ...drafts[0], text: 'edited' } as ActivityDraft
    drafts[1] = { ...drafts[1], counts: { likes: 70, comments: 1, shares: null, views: null } } as ActivityDraft
    list.accounts.set('ada', drafts)
    expect(await sync()).toMatchObject({ created: 0, updated: 1, unchanged: 9, measured: 1 })
    const { items } = await social.feed.timeline(system, { personId: 'ada', limit: 2 })
    expect(items.map((item) => [item.activity.text, item.counts?.likes])).toEqual([
      ['edited', 0],
      ['ada-9 of ada', 70],
    ])
    const history = await social.activities.history(system, { activityId: items[1]?.activity.id ?? '' })
    expect([history.current?.likes, history.items.map(({ likes }) => likes)]).toEqual([70, [1]])
  })

  it('does not let a date in the future hide what comes later', async () => {
    const { list, clock, sync } = await setUp({ sync: { overlap: 0 } })
    list.accounts.set('ada', [
      draftOf('ada', 'future', { publishedAt: clock.now() + 900 * day }),
      ...draftsOf('ada', 3),
    ])
    expect(await sync()).toMatchObject({ created: 4 })
    clock.advance(day)
    list.accounts.set('ada', [draftOf('ada', 'next', { publishedAt: clock.now() - hour }), ...draftsOf('ada', 3)])
    expect(await sync()).toMatchObject({ created: 1 })
  })
})

describe('a page with items that do not fit', () => {
  it('goes on, and says which were set aside and why', async () => {
    const { list, sync, social, account, rows } = await setUp()
    const bad: [string, Partial<Record<keyof ActivityDraft, unknown>>][] = [
      ['no external id', { externalId: '' }],
      ['the external id cannot be stored', { externalId: 'lone \ud800' }],
      ['no time of publication', { externalId: 'b', publishedAt: Number.NaN }],
      ['the time of the edit is not a time', { externalId: 'c', editedAt: 1.5 }],
      ['an unknown kind', { externalId: 'd', kind: 'manifesto' }],
      ['an unknown audience', { externalId: 'e', audience: 'everybody' }],
      ['a reference cannot be stored', { externalId: 'f', inReplyTo: 'x\0' }],
    ]
    const drafts = bad.map(([, changes]) => ({ ...draftOf('ada', 'x'), ...changes }) as ActivityDraft)
    list.accounts.set('ada', [...draftsOf('ada', 2), ...drafts])
    const report = await sync()
    expect(report).toMatchObject({ created: 2, quarantined: 7 })
    expect(report.accounts[0]?.quarantine.map(({ reason }) => reason)).toEqual(bad.map(([reason]) => reason))
    expect(await rows()).toHaveLength(2)
    await sync({ full: true })
    const kept = await social.sync.quarantined(system, { accountId: account.id })
    expect(kept.items.map(({ reason }) => reason).sort()).toEqual(bad.map(([reason]) => reason).sort())
  })

  it('asks for them again by look-up, and keeps them once they fit', async () => {
    const { list, clock, social, account, sync, states } = await setUp()
    const bad = { ...draftOf('ada', 'bad'), kind: 'manifesto' } as unknown as ActivityDraft
    const gone = { ...draftOf('ada', 'gone'), kind: 'manifesto' } as unknown as ActivityDraft
    list.accounts.set('ada', [...draftsOf('ada', 2), bad, gone])
    expect(await sync()).toMatchObject({ created: 2, quarantined: 2 })
    clock.advance(30 * day)
    expect(await social.sync.refresh(system, {})).toMatchObject({ created: 0 })
    expect((await social.sync.quarantined(system, { accountId: account.id })).items).toHaveLength(2)
    list.accounts.set('ada', [...draftsOf('ada', 2), draftOf('ada', 'bad')])
    expect(await social.sync.refresh(system, {})).toMatchObject({ created: 1 })
    expect((await social.sync.quarantined(system, { accountId: account.id })).items).toEqual([])
    expect(await states()).toEqual({ present: 3 })
  })

  it('cleans what can be cleaned: hostile text, markup and addresses', async () => {
    const { list, sync, rows } = await setUp()
    const hostile = draftOf('ada', 'hostile', {
      title: '\u202eevil\u2066 title\0',
      text: 'a\u200bb\ud800c\u202e',
      html: '<p onclick="x()">ok<script>alert(1)</script><a href="javascript:alert(1)">l</a></p>',
      url: 'javascript:alert(1)',
      media: [
        { type: 'image', url: 'data:text/html,x', previewUrl: null, description: null, width: 1, height: 1 },
        {
          type: 'image',
          url: 'https://x.example/i.png',
          previewUrl: 'file:///etc',
          description: 'd\0',
          width: 1,
          height: 1,
        },
      ],
      counts: { likes: -1, comments: 0.5, shares: Number.MAX_VALUE, views: 3 },
      hashtags: ['Ｒｕｓｔ', '#rust'],
    })
    list.accounts.set('ada', [hostile])
    expect(await sync()).toMatchObject({ created: 1, quarantined: 0 })
    const [row] = await rows()
    expect(row).toMatchObject({ title: 'evil title', text: 'ab\ufffdc', url: null })
    expect(row?.['html']).toBe('<p>ok<a rel="nofollow noopener noreferrer ugc" target="_blank">l</a></p>')
    expect(row?.['attachments']).toEqual([
      { type: 'image', url: 'https://x.example/i.png', previewUrl: null, description: 'd', width: 1, height: 1 },
    ])
  })
})

describe('a call that fails', () => {
  it('is made again while that may help, waiting longer each time, with full jitter', async () => {
    const { list, clock, sync } = await setUp()
    let failures = 4
    list.onCall = () => {
      if (failures-- > 0) failing('provider_unavailable', { retryable: true })()
    }
    expect(await sync()).toMatchObject({ created: 10, calls: 5 })
    expect(clock.waits).toHaveLength(4)
    clock.waits.forEach((wait, place) => {
      expect(wait).toBeGreaterThanOrEqual(0)
      expect(wait).toBeLessThanOrEqual(500 * 2 ** place)
    })
  })

  it('waits as long as the platform asks, and gives up a run that would wait too long', async () => {
    const { list, clock, sync } = await setUp()
    let once = true
    list.onCall = () => {
      if (!once) return
      once = false
      failing('provider_rate_limited', { retryable: true, retryAfter: 30_000 })()
    }
    expect(await sync()).toMatchObject({ created: 10 })
    expect(clock.waits[0]).toBeGreaterThanOrEqual(30_000)
    list.onCall = failing('provider_rate_limited', { retryable: true, retryAfter: 20 * 60_000 })
    const stopped = await sync()
    expect(stopped.accounts[0]).toMatchObject({
      outcome: 'failed',
      calls: 1,
      error: { code: 'provider_rate_limited', retryable: true },
      nextDue: clock.now() + 20 * 60_000,
    })
  })

  it.each<[ErrorCode, number]>([
    ['provider_unauthorized', 1],
    ['provider_rejected', 1],
    ['provider_malformed', 1],
    ['unsupported', 1],
  ])('with %s is not made again: the account fails, and the others are read', async (code, calls) => {
    const { list, social, sync } = await setUp()
    list.accounts.set('bob', draftsOf('bob', 3))
    await social.accounts.link(system, { personId: 'bob', platform: 'list', handle: 'bob', consent })
    let first = true
    list.onCall = () => {
      if (!first) return
      first = false
      failing(code)()
    }
    const report = await sync()
    const outcomes = report.accounts.map(({ outcome, error, calls: made }) => [outcome, error?.code ?? null, made])
    expect(outcomes).toContainEqual(['failed', code, calls])
    expect(outcomes.filter(([outcome]) => outcome === 'completed')).toHaveLength(1)
  })

  it('stops at its signal, keeping what was committed', async () => {
    const { list, social, rows } = await setUp({ pageSize: 4 })
    const controller = new AbortController()
    list.onCall = (reader, call) => {
      if (reader === 'activities' && call === 3) controller.abort()
    }
    await expect(social.sync.run(system, {}, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' })
    expect((await rows()).length).toBeLessThan(10)
    list.onCall = () => undefined
    await social.sync.run(system, {})
    expect(await rows()).toHaveLength(10)
  })

  it('because its platform has forgotten the cursor of a run that was cut off starts that run anew', async () => {
    const { list, sync, rows } = await setUp({ pageSize: 4, sync: { retry: { attempts: 2 } } })
    let calls = 0
    list.onCall = (reader) => {
      if (reader === 'activities' && ++calls === 2) throw new Error('The process is killed here.')
    }
    expect(await sync()).toMatchObject({ created: 4 })
    const { activities } = list.provider.readers
    Object.assign(list.provider.readers, {
      activities: async (options: { cursor: string | null }) => {
        if (options.cursor === '4') failing('provider_unavailable', { retryable: true })()
        return activities?.(options as never)
      },
    })
    list.onCall = () => undefined
    const again = await sync()
    expect(again.accounts[0]).toMatchObject({ outcome: 'partial', unchanged: 4 })
    Object.assign(list.provider.readers, { activities })
    await sync()
    expect(await rows()).toHaveLength(10)
  })

  it('that gives the same page for ever ends the run', async () => {
    const { list, sync } = await setUp({ pageSize: 4 })
    const { activities } = list.provider.readers
    if (!activities) throw new Error('The list has activities.')
    Object.assign(list.provider.readers, {
      activities: async (options: Parameters<typeof activities>[0]) => ({ ...(await activities(options)), next: '4' }),
    })
    const report = await sync()
    expect(report.accounts[0]).toMatchObject({ outcome: 'partial', error: { code: 'provider_malformed' } })
  })
})

describe('an account that cannot be seen', () => {
  it.each([
    ['provider_forbidden', 'unreadable'],
    ['provider_not_found', 'gone'],
  ] as const)('after %s is %s: hidden, not erased, and back when it is back', async (code, state) => {
    const { list, clock, social, store, sync, states } = await setUp({ sync: { overlap: 0 } })
    await sync()
    list.onCall = failing(code)
    expect((await sync()).accounts[0]).toMatchObject({ outcome: 'failed', unreadable: 10, error: { code } })
    expect(await states()).toEqual({ unreadable: 10 })
    expect((await social.accounts.list(system, { personId: 'ada' })).items[0]?.state).toBe(state)
    const stranger = { id: 'bob', tenant: 'default', roles: [] }
    expect((await social.feed.home(stranger)).items).toEqual([])
    expect((await social.feed.home(stranger, { hashtag: 'learning' })).items).toEqual([])
    list.onCall = () => undefined
    clock.advance(30 * day)
    await sync()
    expect(await states()).toEqual({ present: 10 })
    expect((await social.accounts.list(system, { personId: 'ada' })).items[0]?.state).toBe('active')
    expect((await social.feed.home(stranger)).items).toHaveLength(10)
    expect((await readEverything(store, [activityTag]))['activity_tag']).toHaveLength(4)
  })
})

describe('a look-up', () => {
  it('suspects what is missing, and erases it only when a later one misses it again', async () => {
    const { list, clock, social, sync, states, rows } = await setUp({ batchSize: 3 })
    await sync()
    const [first, ...rest] = draftsOf('ada', 10)
    list.accounts.set('ada', rest)
    expect(await social.sync.refresh(system, {})).toMatchObject({ suspected: 1, deleted: 0, unchanged: 9 })
    expect(await social.sync.refresh(system, {})).toMatchObject({ suspected: 0, deleted: 0 })
    expect(await states()).toEqual({ present: 9, suspected: 1 })
    clock.advance(2 * hour)
    expect(await social.sync.refresh(system, {})).toMatchObject({ suspected: 0, deleted: 1 })
    const gone = (await rows()).find((row) => row['externalId'] === first?.externalId)
    expect(gone).toMatchObject({
      state: 'deleted',
      text: null,
      html: null,
      snippet: null,
      hashtags: [],
      authorName: null,
    })
    expect((await social.feed.timeline(system, { personId: 'ada' })).items).toHaveLength(9)
  })

  it('clears a suspicion when the item is seen again, by a look-up or by a run', async () => {
    const { list, clock, social, sync, states } = await setUp()
    await sync()
    for (const sighting of [() => social.sync.refresh(system, {}), () => sync()]) {
      list.accounts.set('ada', draftsOf('ada', 10).slice(1))
      await social.sync.refresh(system, {})
      expect(await states()).toEqual({ present: 9, suspected: 1 })
      list.accounts.set('ada', draftsOf('ada', 10))
      clock.advance(2 * hour)
      await sighting()
      expect(await states()).toEqual({ present: 10 })
    }
  })

  it('never takes what cannot be seen now for deleted', async () => {
    const { list, clock, social, sync, states } = await setUp()
    await sync()
    for (const draft of draftsOf('ada', 10)) list.unreadable.add(draft.externalId)
    for (let run = 0; run < 3; run++) {
      await social.sync.refresh(system, {})
      clock.advance(day)
    }
    expect(await states()).toEqual({ unreadable: 10 })
    list.unreadable.clear()
    await social.sync.refresh(system, {})
    expect(await states()).toEqual({ present: 10 })
  })

  it.each([1, 25])(
    'does not believe that most of an account went at once, unless it is told to: %i a call',
    async (batchSize) => {
      const { list, clock, social, sync, states } = await setUp({ batchSize })
      list.accounts.set('ada', draftsOf('ada', 20))
      await sync()
      list.accounts.set('ada', [])
      await social.sync.refresh(system, {})
      clock.advance(2 * hour)
      const stopped = await social.sync.refresh(system, {})
      expect(stopped.accounts[0]).toMatchObject({ deleted: 0, error: { code: 'conflict', retryable: false } })
      expect(await states()).toEqual({ suspected: 20 })
      expect(await social.sync.refresh(system, { confirmMassDeletion: true })).toMatchObject({ deleted: 20 })
      expect(await states()).toEqual({ deleted: 20 })
    },
  )
})

describe('comments from the platform', () => {
  it('are kept once, in pages, with names only of people who are here', async () => {
    const { list, social, sync } = await setUp({ pageSize: 2 })
    await sync()
    list.accounts.set('bob', [])
    await social.accounts.link(system, { personId: 'bob', platform: 'list', handle: 'bob', consent })
    const [item] = (await social.feed.timeline(system, { personId: 'ada' })).items
    const subject = item?.activity
    const said = [
      commentOf('bob', 'c1'),
      commentOf('stranger', 'c2', { inReplyTo: 'c1', html: '<b>hi</b><script>x</script>' }),
      commentOf('stranger', 'c3', { publishedAt: Number.NaN }),
    ]
    list.comments.set(subject?.externalId ?? '', said)
    const read = () => social.sync.comments(system, { activityId: subject?.id ?? '' })
    expect(await read()).toMatchObject({ created: 2, quarantined: 1, pages: 2 })
    expect(await read()).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    said[0] = commentOf('bob', 'c1', { text: 'edited' })
    expect(await read()).toMatchObject({ created: 0, updated: 1, unchanged: 1 })
    const { items } = await social.comments.list(system, { subjectId: subject?.id ?? '' })
    const [first, second] = items[0]?.personId === 'bob' ? items : items.toReversed()
    expect(first).toMatchObject({
      text: 'edited',
      personId: 'bob',
      authorName: 'bob',
      parentId: null,
      origin: 'synced',
    })
    expect(second).toMatchObject({
      html: '<b>hi</b>',
      personId: null,
      authorName: null,
      authorHandle: null,
      parentId: first?.id,
    })
    const eve = { id: 'eve', tenant: 'default', roles: [] }
    await expect(social.sync.comments(eve, { activityId: subject?.id ?? '' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('what may be shown', () => {
  it('is nothing to others, when the consent covers fetching alone', async () => {
    const { list, social } = await setUp()
    list.accounts.set('bob', draftsOf('bob', 3))
    const own = { purposes: ['sync'] as 'sync'[], text: 'v1' }
    await social.accounts.link(system, { personId: 'bob', platform: 'list', handle: 'bob', consent: own })
    await social.sync.run(system, { personId: 'bob' })
    expect((await social.feed.home({ id: 'eve', tenant: 'default', roles: [] })).items).toEqual([])
    expect((await social.feed.home({ id: 'bob', tenant: 'default', roles: [] })).items).toHaveLength(3)
  })
})

describe('who may run it', () => {
  it('is the system for everybody, and each person for themselves', async () => {
    const { social, account } = await setUp()
    const ada = { id: 'ada', tenant: 'default', roles: [] }
    const eve = { id: 'eve', tenant: 'default', roles: [] }
    await expect(social.sync.run(ada, { personId: 'ada' })).resolves.toMatchObject({ created: 10 })
    await expect(social.sync.run(eve, { personId: 'ada' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.sync.run(eve, { accountId: account.id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.sync.run(eve, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(social.sync.run(system, { accountId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' })
  })
})
