import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import {
  buildCommunity,
  createModel,
  filters,
  outsider,
  people,
  programmes,
  world,
} from '../../test-support/community.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { walkPages } from '../../test-support/walk-pages.js'
import { type Activity, system } from '../index.js'

type ReadPage = (cursor: string | null) => Promise<{ items: { activity: Activity }[]; next: string | null }>

async function idsOf(read: ReadPage): Promise<string[]> {
  return (await walkPages(read)).map((item) => item.activity.id)
}

const viewers = [...people, outsider]

describe.each(testStores)('every feed on %s', (name, openStore) => {
  it('is what a filter and a sort over everything give, whatever the size of its pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.array(filters, { minLength: 2, maxLength: 3 }),
        fc.integer({ min: 1, max: 9 }),
        async (made, tried, limit) => {
          const store = openStore()
          const rows = await buildCommunity(store, made)
          const { social } = await createTestSocial({ store, schema: 'skip' })
          const model = createModel(made, rows)
          for (const wanted of [{}, ...tried]) {
            for (const viewer of viewers) {
              const actor = actorOf(viewer)
              const page = { ...wanted, limit }
              expect(await idsOf((cursor) => social.feed.home(actor, { ...page, cursor }))).toEqual(
                model.home(viewer, wanted),
              )
              expect(await idsOf((cursor) => social.feed.network(actor, { ...page, cursor }))).toEqual(
                model.network(viewer, wanted),
              )
              for (const personId of ['ada', 'bob']) {
                expect(await idsOf((cursor) => social.feed.timeline(actor, { ...page, personId, cursor }))).toEqual(
                  model.timeline(viewer, personId, wanted),
                )
              }
              const { hashtag: _, ...columns } = wanted
              for (const text of ['red', 'FOX red']) {
                expect(await idsOf((cursor) => social.feed.search(actor, { ...columns, text, limit, cursor }))).toEqual(
                  model.search(viewer, text, columns),
                )
              }
              for (const programmeId of programmes) {
                const read: ReadPage = (cursor) => social.feed.programme(actor, { ...page, programmeId, cursor })
                if (model.isMember(programmeId, viewer)) {
                  expect(await idsOf(read)).toEqual(model.programme(programmeId, viewer, wanted))
                } else {
                  await expect(read(null)).rejects.toMatchObject({ code: 'forbidden' })
                }
              }
            }
          }
          await social.close()
        },
      ),
      { numRuns: name === 'memory' ? 40 : 12 },
    )
  })

  it('is ranked by what was counted, and by how long ago it was', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.integer({ min: 1, max: 9 }), async (made, limit) => {
        const store = openStore()
        const rows = await buildCommunity(store, made)
        const { social } = await createTestSocial({ store, schema: 'skip' })
        const model = createModel(made, rows)
        for (const viewer of viewers) {
          const actor = actorOf(viewer)
          expect(await idsOf((cursor) => social.feed.ranked(actor, { limit, cursor }))).toEqual(model.ranked(viewer))
          expect(await idsOf((cursor) => social.feed.home(actor, { limit, cursor, unseen: true }))).toEqual(
            model.unseen(viewer),
          )
          for (const period of ['day', 'week', 'month', 'all'] as const) {
            expect(await idsOf((cursor) => social.feed.top(actor, { period, limit, cursor }))).toEqual(
              model.top(viewer, period),
            )
            for (const programmeId of programmes.filter((one) => model.isMember(one, viewer))) {
              expect(await idsOf((cursor) => social.feed.top(actor, { period, programmeId, limit, cursor }))).toEqual(
                model.top(viewer, period, programmeId),
              )
            }
          }
        }
        await social.close()
      }),
      { numRuns: name === 'memory' ? 40 : 12 },
    )
  })

  it('says once what many say on one day, at the last to say it, with how many they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.array(filters, { maxLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (made, tried, limit) => {
          const store = openStore()
          const rows = await buildCommunity(store, made)
          const { social } = await createTestSocial({ store, schema: 'skip' })
          const model = createModel(made, rows)
          for (const { hashtag: _, ...wanted } of [{ hashtag: '' }, ...tried]) {
            for (const viewer of viewers) {
              const actor = actorOf(viewer)
              const ofProgrammes = programmes
                .filter((programmeId) => model.isMember(programmeId, viewer))
                .map((programmeId) => [{ programmeId }, model.programme(programmeId, viewer, wanted)] as const)
              const lists = [
                [{}, model.home(viewer, wanted)],
                [{ feed: 'network' as const }, model.network(viewer, wanted)],
                ...ofProgrammes,
              ] as const
              for (const [which, all] of lists) {
                const lines = await walkPages((cursor) =>
                  social.feed.grouped(actor, { ...wanted, ...which, limit, cursor }),
                )
                const expected = model.grouped(all)
                expect(lines.map(({ activity }) => activity.id)).toEqual(expected.map(({ id }) => id))
                for (const [place, { activity, group }] of lines.entries()) {
                  const { activities, people, isAlone } = expected[place] ?? { people: new Set() }
                  if (isAlone) {
                    expect(group).toBeNull()
                    continue
                  }
                  expect(group).toMatchObject({ activities, people: people.size })
                  const named = group?.latest.map(({ personId }) => personId) ?? []
                  expect(named).toHaveLength(Math.min(3, people.size))
                  expect(new Set(named).size).toBe(named.length)
                  expect(named.every((personId) => people.has(personId))).toBe(true)
                  if (activity.personId !== null) expect(named[0]).toBe(activity.personId)
                }
              }
            }
          }
          await social.close()
        },
      ),
      { numRuns: name === 'memory' ? 40 : 12 },
    )
  })

  it('gives no author more than their lines on a page, and loses nothing by it', async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        async (made, limit, perAuthor) => {
          const store = openStore()
          const rows = await buildCommunity(store, made)
          const { social } = await createTestSocial({ store, schema: 'skip' })
          const model = createModel(made, rows)
          for (const viewer of viewers) {
            const actor = actorOf(viewer)
            const page = { limit, perAuthor }
            const lists: [ReadPage, string[]][] = [
              [(cursor) => social.feed.home(actor, { ...page, cursor }), model.home(viewer, {})],
              [
                (cursor) => social.feed.home(actor, { ...page, hashtag: 'learning', cursor }),
                model.home(viewer, { hashtag: 'learning' }),
              ],
              [(cursor) => social.feed.ranked(actor, { ...page, cursor }), model.ranked(viewer)],
              [(cursor) => social.feed.top(actor, { ...page, period: 'all', cursor }), model.top(viewer, 'all')],
            ]
            for (const [read, expected] of lists) {
              const ids: string[] = []
              await walkPages(async (cursor) => {
                const { items, next } = await read(cursor)
                const counts = new Map<string, number>()
                for (const { activity } of items) {
                  if (activity.personId === null) continue
                  counts.set(activity.personId, (counts.get(activity.personId) ?? 0) + 1)
                }
                expect(Math.max(0, ...counts.values())).toBeLessThanOrEqual(perAuthor)
                expect(items.length).toBeLessThanOrEqual(limit)
                ids.push(...items.map(({ activity }) => activity.id))
                return { items, next }
              })
              expect(ids.toSorted()).toEqual(expected.toSorted())
              // Whoever has waited comes before what comes after: an author's own lines keep their order.
              for (const author of people) {
                const isTheirs = (id: string) => model.authorOf(id) === author
                expect(ids.filter(isTheirs)).toEqual(expected.filter(isTheirs))
              }
            }
          }
          await social.close()
        },
      ),
      { numRuns: name === 'memory' ? 40 : 12 },
    )
  })
})

type Change = { readonly insert: number; readonly audience: string } | { readonly remove: number }

const change = fc.oneof(
  fc.record({ insert: fc.integer({ min: 1, max: 6 }), audience: fc.constantFrom('public', 'connections', 'private') }),
  fc.record({ remove: fc.nat(30) }),
)

describe.each(testStores)('a walk over a feed on %s', (name, openStore) => {
  it('neither skips nor repeats what is there throughout, while other rows come and go', async () => {
    const lists = fc.constantFrom<'home' | 'network' | 'timeline' | 'hashtag'>('home', 'network', 'timeline', 'hashtag')
    await fc.assert(
      fc.asyncProperty(
        lists,
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 5 }),
        async (list, times, changes, limit) => {
          const store = openStore()
          const { social } = await createTestSocial({ store, modules: { seed } })
          const ada = actorOf('ada')
          const row = (id: string, publishedAt: number, audience = 'public') =>
            activityRow({ id, publishedAt, audience, hashtags: ['tag'] })
          // Every third may be removed on the way; the others stay.
          const rows = times.map((at, place) => row(`${place % 3 === 0 ? 'goes' : 'stays'}-${place}`, at))
          await social.seed.activities(system, { rows })
          let made = 0
          const pending = [...changes]
          const apply = async (what: Change) => {
            if ('insert' in what) {
              await social.seed.activities(system, { rows: [row(`new-${made++}`, what.insert, what.audience)] })
            } else {
              const target = rows[what.remove]
              if (target?.id.startsWith('goes'))
                await social.activities.remove(system, { activityId: target.id }).catch(() => null)
            }
          }
          const seen = await walkPages(
            (cursor) => {
              const page = { limit, cursor }
              if (list === 'timeline') return social.feed.timeline(ada, { ...page, personId: 'ada' })
              if (list === 'hashtag') return social.feed.home(ada, { ...page, hashtag: 'tag' })
              return social.feed[list](ada, page)
            },
            async () => {
              for (const what of pending.shift() ?? []) await apply(what)
            },
          )
          const ids = seen.map((item) => item.activity.id)
          expect(new Set(ids).size).toBe(ids.length)
          const stays = rows.map(({ id }) => id).filter((id) => id.startsWith('stays'))
          expect(ids.filter((id) => id.startsWith('stays')).toSorted()).toEqual(stays.toSorted())
          const order = seen.map(({ activity: { publishedAt } }) => publishedAt)
          expect(order).toEqual(order.toSorted((one, other) => other - one))
          await social.close()
        },
      ),
      { numRuns: name === 'memory' ? 80 : 25 },
    )
  })
})
