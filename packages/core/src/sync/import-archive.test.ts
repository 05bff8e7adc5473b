import { memoryStore } from '@socius/storage-adapters/memory'
import { crashEverywhere } from '@socius/testkit/store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { createListPlatform, draftOf } from '../../test-support/list-provider.js'
import { createManualClock } from '../../test-support/manual-clock.js'
import { readEverything } from '../../test-support/read-everything.js'
import { activity } from '../activities/activity.js'
import { activitySupplement } from '../activities/activity-supplement.js'
import { activityTag } from '../activities/activity-tag.js'
import { system } from '../index.js'
import type { ActivityDraft } from '../provider.js'
import type { StoreAdapter } from '../store.js'
import { quarantine } from './quarantine.js'

const hour = 3_600_000
const day = 24 * hour
const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
const published = 1_790_000_000_000
const taken = published + day

type Collections = Parameters<typeof readEverything>[1]

async function setUp(store: StoreAdapter = memoryStore(), start = published + 30 * day) {
  const list = createListPlatform({ pageSize: 4 })
  list.accounts.set('ada', [])
  const clock = createManualClock(start)
  const made = await createTestSocial({ providers: [list.provider], store, clock })
  const { social } = made
  const { items } = await social.accounts.list(system, { personId: 'ada' })
  const account =
    items[0] ?? (await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent }))
  const live = (...drafts: ActivityDraft[]) => {
    list.accounts.set('ada', drafts)
    return social.sync.run(system, { full: true })
  }
  const archived = (drafts: ActivityDraft[], exportedAt = taken, actor = system) =>
    social.sync.importArchive(actor, { accountId: account.id, drafts, exportedAt })
  const read = (...collections: Collections) => readEverything(store, collections)
  const rows = async () => (await read(activity))['activity'] ?? []
  const provenance = async () => {
    const [row] = await rows()
    const told = await social.activities.provenance(actorOf('ada'), { activityId: String(row?.['id']) })
    return Object.fromEntries(told.fields.map(({ field, source }) => [field, source]))
  }
  return { ...made, clock, list, account, live, archived, read, rows, provenance }
}

const post = (changes: Partial<ActivityDraft> = {}) => draftOf('ada', 'p', { publishedAt: published, ...changes })

describe.each(testStores)('an archive (%s)', (_, open) => {
  it('fills what the platform lacks, and gives way where the platform has its own word', async () => {
    const { live, archived, rows, provenance } = await setUp(open())
    await live(post({ text: 'Live', title: null, inReplyTo: null, hashtags: [] }))
    const said = post({ text: 'Archived', title: 'Warning', inReplyTo: 'parent', hashtags: ['Kept'] })
    expect(await archived([said])).toMatchObject({ created: 0, updated: 1, fetched: 1, calls: 0 })
    expect(await rows()).toMatchObject([{ text: 'Live', title: 'Warning', inReplyTo: 'parent', hashtags: ['Kept'] }])
    expect(await provenance()).toMatchObject({
      ...{ text: 'platform', html: 'platform', kind: 'platform', language: 'platform' },
      ...{ title: 'archive', inReplyTo: 'archive', hashtags: 'archive' },
    })
  })

  it('tells of what the platform has not told of yet, and then gives way', async () => {
    const { live, archived, rows, provenance } = await setUp(open())
    expect(await archived([post({ text: 'Archived', title: 'Warning' })])).toMatchObject({ created: 1 })
    expect(await rows()).toMatchObject([{ text: 'Archived', title: 'Warning', personId: 'ada', audience: 'public' }])
    expect(await provenance()).toMatchObject({ text: 'archive', kind: 'archive', publishedAt: 'archive' })
    expect(await live(post({ text: 'Live' }))).toMatchObject({ created: 0, updated: 1 })
    expect(await rows()).toMatchObject([{ text: 'Live', title: 'Warning' }])
    expect(await provenance()).toMatchObject({ text: 'platform', title: 'archive', kind: 'platform' })
  })

  it('is not lost to a later reading of the platform, and changes nothing the second time', async () => {
    const { clock, live, archived, rows } = await setUp(open())
    await live(post())
    await archived([post({ title: 'Warning' })])
    const before = await rows()
    expect(await archived([post({ title: 'Warning' })])).toMatchObject({ created: 0, updated: 0, unchanged: 1 })
    clock.advance(day)
    expect(await live(post())).toMatchObject({ updated: 0, unchanged: 1 })
    expect(await rows()).toEqual(before)
    expect(await live(post({ text: 'Edited' }))).toMatchObject({ updated: 1 })
    expect(await rows()).toMatchObject([{ text: 'Edited', title: 'Warning' }])
  })

  it('touches nothing where it has nothing to add', async () => {
    const { live, archived, rows } = await setUp(open())
    const whole = post({ title: 'T', hashtags: ['a'] })
    await live(whole)
    const before = await rows()
    expect(await archived([{ ...whole, title: 'Other' }])).toMatchObject({ updated: 0, unchanged: 1 })
    expect(await rows()).toEqual(before)
  })

  it('does not bring back what was taken out by an edit after it', async () => {
    const { live, archived, rows } = await setUp(open())
    await archived([post({ title: 'Old title', hashtags: ['old'], inReplyTo: 'parent' })])
    await live(post({ title: null, hashtags: [], inReplyTo: null, editedAt: taken + 1 }))
    expect(await rows()).toMatchObject([{ title: null, hashtags: [], inReplyTo: 'parent' }])
  })

  it('goes with what is removed here, and does not bring it back', async () => {
    const { social, live, archived, read, rows } = await setUp(open())
    await live(post())
    await archived([post({ title: 'Warning' })])
    const [row] = await rows()
    await social.activities.remove(actorOf('ada'), { activityId: String(row?.['id']) })
    expect(await read(activitySupplement)).toEqual({ activity_supplement: [] })
    expect(await archived([post({ title: 'Warning' })])).toMatchObject({ created: 0, updated: 0 })
    expect(await rows()).toMatchObject([{ state: 'deleted', title: null, text: null }])
    expect(await read(activitySupplement)).toEqual({ activity_supplement: [] })
  })

  it('goes with what is deleted on the platform, and does not bring it back', async () => {
    const { social, clock, live, archived, read, rows } = await setUp(open())
    await archived([post({ title: 'Warning' }), draftOf('ada', 'q')])
    await live(draftOf('ada', 'q'))
    for (let times = 0; times < 2; times++) {
      await social.sync.refresh(system, {})
      clock.advance(2 * hour)
    }
    await archived([post({ title: 'Warning' })])
    const states = (await rows()).map(({ externalId, state, text }) => [externalId, state, text === null])
    expect(states.sort()).toEqual([
      ['p', 'deleted', true],
      ['q', 'present', false],
    ])
    expect((await read(activitySupplement))['activity_supplement']).toHaveLength(1)
  })

  it('is erased with the consent', async () => {
    const { social, account, live, archived, read } = await setUp(open())
    await live(post())
    await archived([post({ title: 'Warning' }), draftOf('ada', 'q')])
    await social.consents.withdraw(system, { consentId: account.consentId })
    await social.dispatch()
    expect(await read(activity, activitySupplement)).toEqual({ activity: [], activity_supplement: [] })
    expect((await archived([post()])).accounts).toMatchObject([{ outcome: 'refused' }])
    expect(await read(activity, activitySupplement)).toEqual({ activity: [], activity_supplement: [] })
  })
})

describe('importing an archive', () => {
  it('keeps nothing that is by somebody else', async () => {
    const { archived, read } = await setUp()
    const report = await archived([draftOf('ben', 'b'), post()])
    expect(report).toMatchObject({ created: 1, quarantined: 1 })
    expect(report.accounts[0]?.quarantine).toEqual([{ externalId: null, reason: 'an item by somebody else' }])
    const stored = await read(activity, activitySupplement, quarantine)
    expect(stored).toMatchObject({ activity: [{ externalId: 'p' }], quarantine: [] })
    expect(stored['activity_supplement']).toHaveLength(1)
  })

  it('sets aside what cannot be stored', async () => {
    const { archived, rows, read } = await setUp()
    expect(await archived([post({ publishedAt: 1.5 }), draftOf('ada', 'q')])).toMatchObject({
      ...{ created: 1, quarantined: 1 },
    })
    expect(await rows()).toMatchObject([{ externalId: 'q' }])
    expect((await read(quarantine))['quarantine']).toMatchObject([{ externalId: 'p' }])
  })

  it('cleans as a run does', async () => {
    const { archived, rows } = await setUp()
    await archived([post({ html: '<p onclick="x()">ok<script>alert(1)</script></p>', url: 'javascript:alert(1)' })])
    expect(await rows()).toMatchObject([{ html: '<p>ok</p>', url: null }])
  })

  it('refuses what is no draft, too many at once, and a time in the future', async () => {
    const { social, account, archived, clock } = await setUp()
    const refused = { code: 'invalid_input' }
    await expect(archived([])).rejects.toMatchObject(refused)
    await expect(archived(Array.from({ length: 501 }, () => post()))).rejects.toMatchObject(refused)
    await expect(archived([post()], clock.now() + 1)).rejects.toMatchObject(refused)
    const strange = { ...post(), kind: 'manifesto' } as unknown as ActivityDraft
    await expect(archived([strange])).rejects.toMatchObject(refused)
    const drafts = [post()]
    const input = { accountId: account.id, drafts, source: 'No name' }
    await expect(social.sync.importArchive(system, input)).rejects.toMatchObject(refused)
  })

  it('is for the person whose account it is', async () => {
    const { archived } = await setUp()
    await expect(archived([post()], taken, actorOf('ben'))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await archived([post()], taken, actorOf('ada'))).toMatchObject({ created: 1 })
  })

  it('takes drafts that were JSON on their way', async () => {
    const { archived, rows } = await setUp()
    await archived(JSON.parse(JSON.stringify([post({ title: 'T' })])) as ActivityDraft[])
    expect(await rows()).toMatchObject([{ title: 'T' }])
  })

  it('shows nobody what the consent does not let them see, until it does', async () => {
    const { social, archived, rows } = await setUp()
    const hidden = { purposes: ['sync'] as 'sync'[], text: 'v2' }
    await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent: hidden })
    await archived([post()])
    expect(await rows()).toMatchObject([{ audience: 'private' }])
    await social.accounts.link(system, { personId: 'ada', platform: 'list', handle: 'ada', consent })
    expect(await archived([post()])).toMatchObject({ updated: 1 })
    expect(await rows()).toMatchObject([{ audience: 'public' }])
  })

  it('leaves nothing of what is removed here while it is being imported', async () => {
    const inner = memoryStore()
    let meanwhile: (() => Promise<unknown>) | undefined
    const watched: StoreAdapter = {
      ...inner,
      transaction: async (work) => {
        const first = meanwhile
        meanwhile = undefined
        await first?.()
        return inner.transaction(work)
      },
    }
    const { social, account, live, archived, read, rows } = await setUp(watched)
    await live(post())
    const [row] = await rows()
    meanwhile = () => social.activities.remove(system, { activityId: String(row?.['id']) })
    await archived([post({ title: 'Warning' })])
    expect(meanwhile).toBeUndefined()
    expect(await rows()).toMatchObject([{ state: 'deleted', title: null }])
    expect(await read(activitySupplement)).toEqual({ activity_supplement: [] })
    expect(account.id).toBe(row?.['accountId'])
  })

  it('asks for supplements only where an account has any', async () => {
    const statements: string[] = []
    const inner = memoryStore()
    const count = (adapter: StoreAdapter): StoreAdapter => ({
      ...adapter,
      get: (plan) => {
        statements.push(plan.collection.name)
        return adapter.get(plan)
      },
    })
    const { live, archived } = await setUp(count(inner))
    await live(...Array.from({ length: 9 }, (_, place) => draftOf('ada', `a${place}`)))
    expect(statements).not.toContain('activity_supplement')
    await archived([post()])
    statements.length = 0
    await live(...Array.from({ length: 8 }, (_, place) => draftOf('ada', `b${place}`)))
    expect(statements.filter((name) => name === 'activity_supplement')).toHaveLength(2)
  })
})

describe('several sources of one activity', () => {
  const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
  const word = fc.constantFrom('a', 'b', 'c')
  const version = fc.record({
    title: optional(word),
    text: optional(word),
    html: optional(word.map((text) => `<p>${text}</p>`)),
    language: optional(fc.constantFrom('en', 'de')),
    hashtags: fc.array(word, { maxLength: 2 }),
    mentions: fc.array(fc.record({ externalId: optional(word), handle: optional(word) }), { maxLength: 2 }),
    inReplyTo: optional(word),
    shareOf: optional(word),
    editedAt: optional(fc.constantFrom(taken - 1, taken + 1, taken + 3)),
    kind: fc.constantFrom('post' as const, 'comment' as const),
    audience: fc.constantFrom('public' as const, 'connections' as const),
  })
  const live = version.map((changes) => ({ live: post(changes) }))
  const archive = fc.record({ archive: version.map(post), at: fc.constantFrom(taken, taken + 2, taken + 4) })
  type Step = { readonly live: ActivityDraft } | { readonly archive: ActivityDraft; readonly at: number }

  async function after(steps: readonly Step[]) {
    const made = await setUp()
    for (const step of steps) {
      if ('live' in step) await made.live(step.live)
      else await made.archived([step.archive], step.at)
    }
    return { ...(await made.read(activity, activitySupplement, activityTag)), told: await made.provenance() }
  }

  it('end in one row, in whichever order the platform and archives come', async () => {
    const cases = fc
      .tuple(fc.array(live, { maxLength: 3 }), fc.array(archive, { minLength: 1, maxLength: 3 }))
      .chain(([lives, archives]) =>
        fc.tuple(
          fc.constant(lives),
          fc.shuffledSubarray(archives, { minLength: archives.length }),
          fc.array(fc.nat(3), { minLength: archives.length, maxLength: archives.length }),
          fc.constant(archives),
        ),
      )
    await fc.assert(
      fc.asyncProperty(cases, async ([lives, shuffled, places, archives]) => {
        // The platform's own versions keep their order; archives come between them in any.
        const mixed: Step[] = lives.flatMap((step, place) => [
          ...shuffled.filter((_, at) => places[at] === place),
          step,
        ])
        const rest = shuffled.filter((_, at) => (places[at] ?? 0) >= lives.length)
        expect(await after([...mixed, ...rest])).toEqual(await after([...archives, ...lives]))
      }),
      { numRuns: 60 },
    )
  })
})

describe.each(testStores)('an import on %s that dies anywhere', (_, open) => {
  it('leaves all of it or nothing, and ends the same when it is made again', async () => {
    const drafts = Array.from({ length: 5 }, (_unused, place) => draftOf('ada', `p${place}`, { title: `T${place}` }))
    const bare = drafts.slice(0, 3).map((draft) => ({ ...draft, title: null }))
    const start = published + 30 * day
    const titles = async (adapter: StoreAdapter) => {
      const stored = await readEverything(adapter, [activity, activitySupplement])
      const rows = (stored['activity'] ?? []).map(({ externalId, title }) => `${externalId} ${title}`)
      return [rows.sort(), stored['activity_supplement']?.length]
    }
    const points = await crashEverywhere({
      open: async () => {
        const adapter = open()
        await (await setUp(adapter, start)).live(...bare)
        return { adapter, close: () => adapter.close() }
      },
      run: async (adapter) => void (await (await setUp(adapter, start)).archived(drafts)),
      async check(adapter, point) {
        const [before, after] = [
          [bare.map(({ externalId }) => `${externalId} null`), 0],
          [drafts.map(({ externalId, title }) => `${externalId} ${title}`), 5],
        ]
        expect([before, after], JSON.stringify(point)).toContainEqual(await titles(adapter))
        // A worker that died keeps its lease until it runs out.
        await (await setUp(adapter, start + hour)).archived(drafts)
        expect(await titles(adapter)).toEqual(after)
      },
    })
    expect(points).toBeGreaterThan(10)
  })
})
