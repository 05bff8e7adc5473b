import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { walkPages } from '../../test-support/walk-pages.js'
import { type Activity, type Actor, system } from '../index.js'

const audiences = ['public', 'connections', 'private', 'programme:course'] as const
const states = ['present', 'suspected', 'unreadable', 'deleted'] as const
const notes = ['unannotated', 'active', 'inactive'] as const
const authors = ['ada', null] as const

interface Case {
  readonly id: string
  readonly audience: (typeof audiences)[number]
  readonly state: (typeof states)[number]
  readonly note: (typeof notes)[number]
  readonly author: (typeof authors)[number]
}

const cases = authors.flatMap((author) =>
  audiences.flatMap((audience) =>
    states.flatMap((state) =>
      notes.map((note): Case => ({ id: `${author}-${audience}-${state}-${note}`, audience, state, note, author })),
    ),
  ),
)

interface Viewer {
  readonly actor: Actor
  readonly connected: boolean
  readonly barred: boolean
  readonly member?: boolean
}

const viewers: readonly Viewer[] = [
  { actor: actorOf('ada'), connected: false, barred: false, member: true },
  { actor: actorOf('friend'), connected: true, barred: false },
  { actor: actorOf('asked'), connected: false, barred: false },
  { actor: actorOf('stranger'), connected: false, barred: false },
  { actor: actorOf('blocked'), connected: false, barred: true },
  { actor: actorOf('blocker'), connected: false, barred: true },
  { actor: actorOf('fellow'), connected: false, barred: false, member: true },
  { actor: actorOf('classmate'), connected: true, barred: false, member: true },
  { actor: actorOf('blocked fellow'), connected: false, barred: true, member: true },
  { actor: { ...actorOf('root'), roles: ['admin'] }, connected: false, barred: false },
  { actor: system, connected: false, barred: false },
]

/** The rules in words of one line each: they are compared with branches, sub-selects and indexes. */
function rules({ actor, connected, barred, member = false }: Viewer, { audience, state, note, author }: Case) {
  const isAuthor = author === actor.id
  const isPrivileged = actor.roles.length > 0
  const isShown = state === 'present' || state === 'suspected'
  const isForThem =
    audience === 'public' ||
    (audience === 'connections' && connected && author !== null) ||
    (audience === 'programme:course' && member)
  const asOther = isShown && note !== 'inactive' && isForThem && !(barred && author !== null)
  return {
    get: state !== 'deleted' && (isAuthor || isPrivileged || asOther),
    home: isAuthor ? isShown : asOther,
    timeline: author !== null && (isAuthor || isPrivileged ? isShown : asOther),
  }
}

describe.each(testStores)('what is visible on %s', (_name, openStore) => {
  async function open() {
    const test = await createTestSocial({ store: openStore(), modules: { seed } })
    const { social } = test
    const rows = cases.map(({ id, audience, state, author }, place) =>
      activityRow({
        id,
        audience,
        state,
        personId: author,
        publishedAt: 1000 + (place % 7),
        hashtags: ['All'],
        text: 'findable words',
      }),
    )
    // Annotated while they are there, as a host does.
    await social.seed.activities(system, { rows: rows.map((row): Activity => ({ ...row, state: 'present' })) })
    for (const { id, note } of cases) {
      if (note !== 'unannotated')
        await social.activities.annotate(system, { activityId: id, isActive: note === 'active' })
    }
    await social.seed.activities(system, { rows: rows.filter(({ state }) => state !== 'present') })
    await social.connections.request(system, { personId: 'friend', otherId: 'ada' })
    await social.connections.accept(system, { personId: 'ada', otherId: 'friend' })
    await social.connections.request(system, { personId: 'asked', otherId: 'ada' })
    await social.connections.block(system, { personId: 'ada', otherId: 'blocked' })
    await social.connections.block(system, { personId: 'blocker', otherId: 'ada' })
    for (const personId of ['fellow', 'classmate', 'blocked fellow', 'ada']) {
      await social.memberships.join(system, { programmeId: 'course', personId })
    }
    await social.connections.request(system, { personId: 'classmate', otherId: 'ada' })
    await social.connections.accept(system, { personId: 'ada', otherId: 'classmate' })
    await social.connections.block(system, { personId: 'ada', otherId: 'blocked fellow' })
    await social.dispatch()
    return test
  }

  it('is the same by its id, in every feed, and to who would answer it', async () => {
    const { social } = await open()
    for (const viewer of viewers) {
      const { actor } = viewer
      const seen = async (
        read: (cursor: string | null) => Promise<{ items: { activity: Activity }[]; next: string | null }>,
      ) => new Set((await walkPages(read)).map((item) => item.activity.id))
      const home = await seen((cursor) => social.feed.home(actor, { limit: 9, cursor }))
      const tagged = await seen((cursor) => social.feed.home(actor, { hashtag: '#all', limit: 9, cursor }))
      const found = await seen((cursor) => social.feed.search(actor, { text: 'words', limit: 9, cursor }))
      const ranked = await seen((cursor) => social.feed.ranked(actor, { limit: 9, cursor }))
      const top = await seen((cursor) => social.feed.top(actor, { period: 'all', limit: 9, cursor }))
      const grouped = await seen((cursor) => social.feed.grouped(actor, { limit: 9, cursor }))
      const timeline = await seen((cursor) => social.feed.timeline(actor, { personId: 'ada', limit: 9, cursor }))
      for (const item of cases) {
        const expected = rules(viewer, item)
        const outcome = await Promise.allSettled([
          social.activities.get(actor, { activityId: item.id }),
          social.activities.history(actor, { activityId: item.id }),
          social.comments.list(actor, { subjectId: item.id }),
        ])
        const failures = outcome.flatMap((each) =>
          each.status === 'rejected' ? [(each.reason as { code: string }).code] : [],
        )
        expect(failures, `${actor.id} gets ${item.id}`).toEqual(
          expected.get ? [] : ['not_found', 'not_found', 'not_found'],
        )
        expect(home.has(item.id), `${actor.id} sees ${item.id} at home`).toBe(expected.home)
        expect(ranked.has(item.id), `${actor.id} sees ${item.id} ranked`).toBe(expected.home)
        expect(top.has(item.id), `${actor.id} sees ${item.id} at the top`).toBe(expected.home)
        expect(grouped.has(item.id), `${actor.id} sees ${item.id} grouped`).toBe(expected.home)
        expect(tagged.has(item.id), `${actor.id} sees ${item.id} by its hashtag`).toBe(expected.home)
        expect(found.has(item.id), `${actor.id} finds ${item.id}`).toBe(expected.home)
        expect(timeline.has(item.id), `${actor.id} sees ${item.id} on the timeline`).toBe(expected.timeline)
      }
    }
  })

  it('can be answered, and what is not cannot, without a word about why', async () => {
    const { social } = await open()
    for (const viewer of viewers.filter(({ actor }) => actor.id !== 'system')) {
      const { actor } = viewer
      for (const { id, ...item } of cases.filter(({ note }) => note !== 'active')) {
        const may = rules(viewer, { id, ...item }).get
        const personId = actor.id
        const answers = await Promise.allSettled([
          social.comments.add(actor, { personId, subjectId: id, text: 'Yes.' }),
          social.reactions.add(actor, { personId, subjectId: id }),
          social.shares.add(actor, { personId, subjectId: id, audience: 'private' }),
        ])
        const codes = answers.map((each) =>
          each.status === 'rejected' ? (each.reason as { code: string }).code : null,
        )
        expect(codes, `${actor.id} answers ${id}`).toEqual(may ? [null, null, null] : Array(3).fill('not_found'))
      }
    }
    // Somebody who cannot see it does not learn how it is received, either.
    const hidden = { personId: 'stranger', subjectId: 'ada-private-present-unannotated' }
    await expect(social.reactions.remove(actorOf('stranger'), hidden)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('may be removed by its author and by whoever acts for them; for all others it is not there', async () => {
    const { social } = await open()
    for (const { actor } of viewers) {
      const isAllowed = actor.id === 'ada' || actor.roles.length > 0
      if (isAllowed) continue
      for (const { id } of cases) {
        await expect(social.activities.remove(actor, { activityId: id })).rejects.toMatchObject({ code: 'not_found' })
      }
    }
    await social.activities.remove(actorOf('ada'), { activityId: 'ada-private-present-unannotated' })
    await social.activities.remove(system, { activityId: 'null-public-present-unannotated' })
    await expect(
      social.activities.remove(actorOf('ada'), { activityId: 'null-public-present-active' }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })
})
