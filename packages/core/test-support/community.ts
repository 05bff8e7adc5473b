import fc from 'fast-check'
import { activityCounts } from '../src/activities/activity-counts.js'
import { normaliseHashtag } from '../src/activities/activity-tag.js'
import { annotation } from '../src/activities/annotation.js'
import { hidden, hiddenIdOf } from '../src/feed/hidden.js'
import { seen, seenIdOf } from '../src/feed/seen.js'
import { membership, membershipIdOf, programmeAudience } from '../src/graph/membership.js'
import { type Tie, tie, tieIdOf } from '../src/graph/tie.js'
import { type Activity, system } from '../src/index.js'
import { utcDay } from '../src/kernel/index.js'
import { createStore, type StoreAdapter, searchWords } from '../src/store.js'
import { activityRow, seed } from './activity-seed.js'
import { createTestSocial } from './create-test-social.js'

export const people = ['ada', 'bob', 'cho', 'dan'] as const
export const outsider = 'eve'
export const programmes = ['course', 'cohort'] as const

/** When the clock of a test stands. */
const now = 1_795_000_000_000
const hour = 3_600_000
const day = 24 * hour

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
  readonly likes: number
  readonly group: string | null
}

export interface World {
  readonly standings: readonly Standing[]
  readonly posts: readonly Post[]
  /** Who takes part in which programme, as `course ada`. */
  readonly members: readonly string[]
  /** Who mutes whom, as `ada bob`. */
  readonly mutes: readonly string[]
  /** Who has hidden or seen which post, as `ada 3`. */
  readonly hidden: readonly string[]
  readonly seen: readonly string[]
}

const pairs = people.flatMap((one, place) => people.slice(place + 1).map((other) => [one, other] as const))
const everybody = [...people, outsider]

const post = fc.record<Post>({
  author: fc.constantFrom(...people, ...people, null),
  audience: fc.constantFrom('public', 'public', 'connections', 'private', ...programmes.map(programmeAudience)),
  platform: fc.constantFrom('list', 'native'),
  kind: fc.constantFrom('post', 'article'),
  hashtags: fc.subarray(['Learning', '#learning', 'Übung', '學習', 'rare']),
  state: fc.constantFrom('present', 'present', 'present', 'suspected', 'unreadable', 'deleted'),
  active: fc.constantFrom(true, true, true, false),
  text: fc.constantFrom('red fox', 'Red hen', 'blue', null),
  // Few moments, on both sides of where periods end: many rows share one.
  publishedAt: fc.constantFrom(
    ...[now - hour, now - 2 * hour, now - day, now - day - 1, now - 3 * day, now - 7 * day, now - 20 * day],
    ...[now - 30 * day - 1, now - 89 * day, now - 91 * day, 5],
  ),
  likes: fc.constantFrom(0, 0, 1, 3, 1000),
  group: fc.constantFrom(null, 'lesson:1', 'lesson:2'),
})

const marks = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...people), fc.nat(39)).map(([person, place]) => `${person} ${place}`),
  { maxLength: 20 },
)

export const world = fc.record<World>({
  standings: fc.tuple(
    ...pairs.map(() =>
      fc.constantFrom<Standing>(
        ...(['none', 'accepted', 'accepted', 'pending', 'declined', 'blocks', 'blocked by', 'blocked before'] as const),
      ),
    ),
  ),
  posts: fc.array(post, { maxLength: 40 }),
  members: fc.subarray(programmes.flatMap((programme) => everybody.map((person) => `${programme} ${person}`))),
  mutes: fc.subarray(
    people.flatMap((one) => people.filter((other) => other !== one).map((other) => `${one} ${other}`)),
    { maxLength: 4 },
  ),
  hidden: marks,
  seen: marks,
})

export async function buildCommunity(store: StoreAdapter, made: World): Promise<Activity[]> {
  const { social } = await createTestSocial({ store, modules: { seed } })
  const inTenant = createStore(store, 'default')
  await inTenant.insert(tie, [...made.standings.flatMap(tiesOf), ...made.mutes.map(muteOf)])
  await inTenant.insert(
    membership,
    made.members.map((entry) => {
      const [programmeId, personId] = split(entry)
      const audience = programmeAudience(programmeId)
      const id = membershipIdOf('default', programmeId, personId)
      return { id, programmeId, personId, role: 'member' as const, audience, joinedAt: 1 }
    }),
  )
  const rows = made.posts.map((one, place) => {
    const { author, audience, platform, kind, hashtags, state, text, publishedAt, group } = one
    const content = { audience, platform, kind, hashtags: [...hashtags], state, text, publishedAt, group }
    // Not in the order of their making.
    return activityRow({ ...content, id: `${(place * 7919) % 100}-${place}`, personId: author })
  })
  const kept = rows.map(({ id }, place) => ({ id, likes: made.posts[place]?.likes ?? 0 }))
  const nothing = { comments: null, shares: null, views: null, countsHash: 'x', countedAt: 1 }
  await inTenant.insert(
    activityCounts,
    kept.map((row) => ({ ...row, ...nothing })),
  )
  await social.seed.activities(system, { rows })
  const note = { programmeId: null, isProfessional: null, isEducational: null, topics: [], note: null }
  await inTenant.insert(
    annotation,
    rows
      .filter((_, place) => made.posts[place]?.active === false)
      .map(({ id }) => ({ id, ...note, isActive: false, updatedAt: 1, updatedBy: 'system' })),
  )
  const marksOf = (entries: readonly string[], idOf: typeof seenIdOf) =>
    entries.flatMap((entry) => {
      const [personId, place] = split(entry)
      const row = rows[Number(place)]
      return row ? [{ id: idOf('default', personId, row.id), personId, activityId: row.id, at: now }] : []
    })
  await inTenant.insert(hidden, marksOf(made.hidden, hiddenIdOf))
  await inTenant.insert(seen, marksOf(made.seen, seenIdOf))
  // The rows are in another order than the events of their states: ranks are made of what is there in the end.
  await social.dispatch()
  return rows
}

function split(entry: string): [string, string] {
  const [one = '', other = ''] = entry.split(' ')
  return [one, other]
}

function sideOf(kind: Tie['kind'], fromId: string, toId: string, status: Tie['status']): Tie {
  const id = tieIdOf('default', kind, fromId, toId)
  return { id, kind, fromId, toId, status, initiatedBy: fromId, requestedAt: 1, updatedAt: 1 }
}

function tiesOf(standing: Standing, place: number): Tie[] {
  const [one, other] = pairs[place] ?? ['', '']
  if (standing === 'none') return []
  if (standing === 'blocks' || standing === 'blocked before') {
    const status = standing === 'blocks' ? 'active' : 'withdrawn'
    return [sideOf('block', one, other, status), sideOf('blocked', other, one, status)]
  }
  if (standing === 'blocked by') return [sideOf('block', other, one, 'active'), sideOf('blocked', one, other, 'active')]
  return [sideOf('connection', one, other, standing), sideOf('connection', other, one, standing)]
}

function muteOf(entry: string): Tie {
  return sideOf('mute', ...split(entry), 'active')
}

export interface Filters {
  readonly platform?: string
  readonly kind?: string
  readonly hashtag?: string
}

export const filters = fc.record<Filters>(
  {
    platform: fc.constantFrom('list', 'native', 'nowhere'),
    kind: fc.constantFrom('post', 'article'),
    hashtag: fc.constantFrom('learning', '#Learning', 'ÜBUNG', '學習', 'Rare', 'unheard'),
  },
  { requiredKeys: [] },
)

const periods = { day, week: 7 * day, month: 30 * day, all: Number.POSITIVE_INFINITY } as const

/** The feeds as a filter and a sort over everything. */
export function createModel(made: World, rows: readonly Activity[]) {
  const { standings, posts } = made
  const standingOf = (viewer: string, author: string): 'connected' | 'barred' | 'neither' => {
    const place = pairs.findIndex(
      ([one, other]) => [one, other].includes(viewer as never) && [one, other].includes(author as never),
    )
    const standing = viewer === author ? 'none' : (standings[place] ?? 'none')
    if (standing === 'accepted') return 'connected'
    return standing === 'blocks' || standing === 'blocked by' ? 'barred' : 'neither'
  }
  const placeOf = new Map(rows.map(({ id }, place) => [id, place]))
  const postOf = (row: Activity) => posts[placeOf.get(row.id) ?? -1]
  const isMember = (programme: string, person: string) => made.members.includes(`${programme} ${person}`)
  const isMarked = (entries: readonly string[], person: string, row: Activity) =>
    entries.includes(`${person} ${placeOf.get(row.id)}`)

  /** What anybody may be shown, by whatever way. */
  function sees(viewer: string, row: Activity): boolean {
    if (row.state !== 'present' && row.state !== 'suspected') return false
    if (row.personId === viewer) return true
    if (postOf(row)?.active === false) return false
    const takesPart = programmes.some((one) => row.audience === programmeAudience(one) && isMember(one, viewer))
    if (row.personId === null) return row.audience === 'public' || takesPart
    const standing = standingOf(viewer, row.personId)
    if (standing === 'barred') return false
    return row.audience === 'public' || takesPart || (row.audience === 'connections' && standing === 'connected')
  }

  /** What a person's own feeds show. */
  const wants = (viewer: string, row: Activity) =>
    sees(viewer, row) && !isMarked(made.hidden, viewer, row) && !made.mutes.includes(`${viewer} ${row.personId}`)

  const ofProgramme = (programme: string, viewer: string, row: Activity) =>
    wants(viewer, row) &&
    (row.audience === programmeAudience(programme) ||
      row.personId === viewer ||
      (isMember(programme, row.personId ?? '') && ['public', 'connections'].includes(row.audience)))

  const matches = (row: Activity, { platform, kind, hashtag }: Filters) =>
    (platform === undefined || row.platform === platform) &&
    (kind === undefined || row.kind === kind) &&
    (hashtag === undefined || row.hashtags.some((tag) => normaliseHashtag(tag) === normaliseHashtag(hashtag)))

  const list = (keep: (row: Activity) => boolean, ...by: ((row: Activity) => number)[]) =>
    rows
      .filter(keep)
      .toSorted((one, other) => {
        const difference = by.map((value) => value(other) - value(one)).find((value) => value !== 0)
        return difference ?? (one.id < other.id ? 1 : -1)
      })
      .map(({ id }) => id)
  const time = (row: Activity) => row.publishedAt
  const likes = (row: Activity) => postOf(row)?.likes ?? 0

  return {
    isMember,
    authorOf: (id: string) => rows[placeOf.get(id) ?? -1]?.personId ?? null,
    home: (viewer: string, wanted: Filters) => list((row) => wants(viewer, row) && matches(row, wanted), time),
    unseen: (viewer: string) =>
      list((row) => wants(viewer, row) && !isMarked(made.seen, viewer, row) && time(row) >= now - 90 * day, time),
    network: (viewer: string, wanted: Filters) =>
      list((row) => {
        if (!wants(viewer, row) || !matches(row, wanted) || row.personId === null) return false
        const isTold = ['public', 'connections'].includes(row.audience)
        return row.personId === viewer || (isTold && standingOf(viewer, row.personId) === 'connected')
      }, time),
    programme: (programme: string, viewer: string, wanted: Filters) =>
      list((row) => ofProgramme(programme, viewer, row) && matches(row, wanted), time),
    timeline: (viewer: string, author: string, wanted: Filters) =>
      list((row) => row.personId === author && sees(viewer, row) && matches(row, wanted), time),
    search: (viewer: string, text: string, wanted: Filters) =>
      list((row) => {
        const words = searchWords(row.text ?? '')
        return wants(viewer, row) && matches(row, wanted) && searchWords(text).every((word) => words.includes(word))
      }, time),
    /** The lines of a feed, and whom and what each stands for: what comes later in it has been said. */
    grouped: (feed: readonly string[]) => {
      const rowOf = (id: string) => rows[placeOf.get(id) ?? -1]
      const keyOf = (id: string) => {
        const row = rowOf(id)
        return row?.group ? `${row.group} ${utcDay(row.publishedAt)}` : `alone ${id}`
      }
      const firsts = feed.filter((id, place) => feed.findIndex((other) => keyOf(other) === keyOf(id)) === place)
      return firsts.map((id) => {
        const members = feed.filter((other) => keyOf(other) === keyOf(id)).map(rowOf)
        const people = new Set(members.flatMap((row) => row?.personId ?? []))
        return { id, activities: members.length, people, isAlone: !rowOf(id)?.group }
      })
    },
    ranked: (viewer: string) =>
      list(
        (row) => wants(viewer, row),
        (row) => time(row) + Math.round(day * Math.log2(1 + likes(row))),
      ),
    top: (viewer: string, period: keyof typeof periods, programme?: string) =>
      list(
        (row) =>
          time(row) >= now - periods[period] &&
          (programme === undefined ? wants(viewer, row) : ofProgramme(programme, viewer, row)),
        ...(period === 'all' ? [likes] : [likes, time]),
      ),
  }
}
