import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activityRow, seed } from '../../test-support/activity-seed.js'
import { actorOf, createTestSocial, testStores } from '../../test-support/create-test-social.js'
import { walkPages } from '../../test-support/walk-pages.js'
import { normaliseHashtag } from '../activities/activity-tag.js'
import { annotation } from '../activities/annotation.js'
import { tie, tieIdOf } from '../graph/tie.js'
import { type Activity, system } from '../index.js'
import { createStore, type StoreAdapter, searchWords } from '../store.js'

const people = ['ada', 'bob', 'cho', 'dan'] as const
const outsider = 'eve'

/** How two people stand to each other; the pair is in the order of `people`. */
type Standing = 'none' | 'accepted' | 'pending' | 'declined' | 'blocks' | 'blocked by' | 'blocked before'

interface Post {
  readonly author: string | null
  readonly audience: string
  readonly platform: string
  readonly kind: string
  readonly hashtags: readonly string[]
  readonly state: Activity['state']
  readonly active: boolean
  readonly text: string | null
  readonly publishedAt: number
}

interface World {
  readonly standings: readonly Standing[]
  readonly posts: readonly Post[]
}

const pairs = people.flatMap((one, place) => people.slice(place + 1).map((other) => [one, other] as const))

const post = fc.record<Post>({
  author: fc.constantFrom(...people, ...people, null),
  audience: fc.constantFrom('public', 'connections', 'private'),
  platform: fc.constantFrom('list', 'native'),
  kind: fc.constantFrom('post', 'article'),
  hashtags: fc.subarray(['Learning', '#learning', 'Übung', '學習', 'rare']),
  state: fc.constantFrom('present', 'present', 'present', 'suspected', 'unreadable', 'deleted'),
  active: fc.constantFrom(true, true, true, false),
  text: fc.constantFrom('red fox', 'Red hen', 'blue', null),
  // Few moments: many rows share one.
  publishedAt: fc.integer({ min: 1, max: 6 }),
})

const world = fc.record<World>({
  standings: fc.tuple(
    ...pairs.map(() =>
      fc.constantFrom<Standing>(
        'none',
        'accepted',
        'accepted',
        'pending',
        'declined',
        'blocks',
        'blocked by',
        'blocked before',
      ),
    ),
  ),
  posts: fc.array(post, { maxLength: 40 }),
})

async function build(store: StoreAdapter, { standings, posts }: World): Promise<Activity[]> {
  const { social } = await createTestSocial({ store, modules: { seed } })
  const inTenant = createStore(store, 'default')
  const at = { requestedAt: 1, updatedAt: 1 }
  const side = (
    kind: 'connection' | 'block' | 'blocked',
    fromId: string,
    toId: string,
    status: 'accepted' | 'pending' | 'declined' | 'active' | 'withdrawn',
  ) => ({
    ...at,
    id: tieIdOf('default', kind, fromId, toId),
    kind,
    fromId,
    toId,
    status,
    initiatedBy: fromId,
  })
  const ties = standings.flatMap((standing, place) => {
    const [one, other] = pairs[place] ?? ['', '']
    if (standing === 'none') return []
    if (standing === 'blocks' || standing === 'blocked before') {
      const status = standing === 'blocks' ? 'active' : 'withdrawn'
      return [side('block', one, other, status), side('blocked', other, one, status)]
    }
    if (standing === 'blocked by') return [side('block', other, one, 'active'), side('blocked', one, other, 'active')]
    return [side('connection', one, other, standing), side('connection', other, one, standing)]
  })
  await inTenant.insert(tie, ties)
  const rows = posts.map(({ author, hashtags, audience, platform, kind, state, text, publishedAt }, place) =>
    activityRow({
      // Not in the order of their making.
      id: `${(place * 7919) % 100}-${place}`,
      personId: author,
      hashtags: [...hashtags],
      audience,
      platform,
      kind,
      state,
      text,
      publishedAt,
    }),
  )
  await social.seed.activities(system, { rows })
  const inactive = rows.filter((_, place) => posts[place]?.active === false)
  await inTenant.insert(
    annotation,
    inactive.map(({ id }) => ({
      id,
      programmeId: null,
      isProfessional: null,
      isEducational: null,
      topics: [],
      note: null,
      isActive: false,
      updatedAt: 1,
      updatedBy: 'system',
    })),
  )
  return rows
}

interface Filters {
  readonly platform?: string
  readonly kind?: string
  readonly hashtag?: string
}

/** The feeds as a filter and a sort over everything. */
function createModel({ standings, posts }: World, rows: readonly Activity[]) {
  const standingOf = (viewer: string, author: string): 'connected' | 'barred' | 'neither' => {
    const place = pairs.findIndex(
      ([one, other]) => [one, other].includes(viewer as never) && [one, other].includes(author as never),
    )
    const standing = viewer === author ? 'none' : (standings[place] ?? 'none')
    if (standing === 'accepted') return 'connected'
    return standing === 'blocks' || standing === 'blocked by' ? 'barred' : 'neither'
  }
  const isActive = new Map(rows.map(({ id }, place) => [id, posts[place]?.active !== false]))

  function sees(viewer: string, row: Activity): boolean {
    if (row.state !== 'present' && row.state !== 'suspected') return false
    if (row.personId === viewer) return true
    if (!isActive.get(row.id)) return false
    if (row.personId === null) return row.audience === 'public'
    const standing = standingOf(viewer, row.personId)
    if (standing === 'barred') return false
    return row.audience === 'public' || (row.audience === 'connections' && standing === 'connected')
  }

  const matches = (row: Activity, { platform, kind, hashtag }: Filters) =>
    (platform === undefined || row.platform === platform) &&
    (kind === undefined || row.kind === kind) &&
    (hashtag === undefined || row.hashtags.some((tag) => normaliseHashtag(tag) === normaliseHashtag(hashtag)))

  const list = (keep: (row: Activity) => boolean) =>
    rows
      .filter(keep)
      .toSorted((one, other) => other.publishedAt - one.publishedAt || (one.id < other.id ? 1 : -1))
      .map(({ id }) => id)

  return {
    home: (viewer: string, filters: Filters) => list((row) => sees(viewer, row) && matches(row, filters)),
    network: (viewer: string, filters: Filters) =>
      list(
        (row) =>
          sees(viewer, row) &&
          matches(row, filters) &&
          row.personId !== null &&
          (row.personId === viewer || standingOf(viewer, row.personId) === 'connected'),
      ),
    timeline: (viewer: string, author: string, filters: Filters) =>
      list((row) => row.personId === author && sees(viewer, row) && matches(row, filters)),
    search: (viewer: string, text: string, filters: Filters) =>
      list(
        (row) =>
          sees(viewer, row) &&
          matches(row, filters) &&
          searchWords(text).every((word) => searchWords(row.text ?? '').includes(word)),
      ),
  }
}

const filters = fc.record<Filters>(
  {
    platform: fc.constantFrom('list', 'native', 'nowhere'),
    kind: fc.constantFrom('post', 'article'),
    hashtag: fc.constantFrom('learning', '#Learning', 'ÜBUNG', '學習', 'Rare', 'unheard'),
  },
  { requiredKeys: [] },
)

describe.each(testStores)('every feed on %s', (name, openStore) => {
  it('is what a filter and a sort over everything give, whatever the size of its pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.array(filters, { minLength: 2, maxLength: 3 }),
        fc.integer({ min: 1, max: 9 }),
        async (made, tried, limit) => {
          const store = openStore()
          const rows = await build(store, made)
          const { social } = await createTestSocial({ store, schema: 'skip' })
          const model = createModel(made, rows)
          const ids = async (
            read: (cursor: string | null) => Promise<{ items: { activity: Activity }[]; next: string | null }>,
          ) => (await walkPages(read)).map((item) => item.activity.id)
          for (const wanted of [{}, ...tried]) {
            for (const viewer of [...people, outsider]) {
              const actor = actorOf(viewer)
              const page = { ...wanted, limit }
              expect(await ids((cursor) => social.feed.home(actor, { ...page, cursor }))).toEqual(
                model.home(viewer, wanted),
              )
              expect(await ids((cursor) => social.feed.network(actor, { ...page, cursor }))).toEqual(
                model.network(viewer, wanted),
              )
              for (const personId of ['ada', 'bob']) {
                expect(await ids((cursor) => social.feed.timeline(actor, { ...page, personId, cursor }))).toEqual(
                  model.timeline(viewer, personId, wanted),
                )
              }
              const { hashtag: _, ...columns } = wanted
              for (const text of ['red', 'FOX red']) {
                expect(await ids((cursor) => social.feed.search(actor, { ...columns, text, limit, cursor }))).toEqual(
                  model.search(viewer, text, columns),
                )
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
