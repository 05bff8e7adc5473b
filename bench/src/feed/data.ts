import { createHash } from 'node:crypto'
import { scramble, sentence } from '../synthetic-posts.ts'

/** A community as numbers: who is tied to whom, and who published what when. */
export interface FeedData {
  readonly people: number
  readonly activities: number
  /** People who follow three authors each, all of whom have published next to nothing. */
  readonly quietReaders: readonly number[]
  /** Pairs of people, each pair once. */
  readonly ties: readonly (readonly [number, number])[]
  /** The programme that each of the people takes part in, with some two hundred others. */
  programmeOf(person: number): string
  authorOf(activity: number): number
  audienceOf(activity: number): string
  publishedAt(activity: number): number
}

const newest = 1_795_000_000_000
const quietCount = 20

export function personId(person: number): string {
  return `person-${person}`
}

/** Time-ordered, as ids of a real platform are not: like a digest. */
function activityId(activity: number): string {
  return (
    scramble(activity).toString(36).padStart(7, '0') +
    scramble(activity ^ 0x5bd1e995)
      .toString(36)
      .padStart(7, '0') +
    activity.toString(36)
  )
}

/** Degrees follow a power law with a mean of `meanConnections`; a tenth of the people write half of everything. */
export function createFeedData(people: number, activities: number, meanConnections: number): FeedData {
  const random = (seed: number) => scramble(seed) / 2 ** 32
  const times = new Float64Array(activities)
  let at = newest
  for (let i = 0; i < activities; i++) {
    at -= Math.floor(random(i + 17) * 120_000)
    times[i] = at
  }
  const ties: [number, number][] = []
  const seen = new Set<number>()
  const smallest = meanConnections / 3
  for (let person = 0; person < people; person++) {
    // Pareto with exponent 1.5, capped at forty times the smallest; each tie has two ends.
    const degree = Math.min(smallest * (1 - random(person * 3 + 5)) ** (-1 / 1.5), smallest * 40) / 2
    for (let i = 0; i < degree; i++) {
      const other = Math.floor(random(person * 7919 + i * 104729) * people)
      const key = Math.min(person, other) * people + Math.max(person, other)
      if (other === person || seen.has(key)) continue
      seen.add(key)
      ties.push([person, other])
    }
  }
  // Beyond the ordinary people stand the quiet authors, and beyond them whoever reads them.
  const quietReaders = Array.from({ length: quietCount }, (_, n) => people + quietCount + n)
  for (const [place, reader] of quietReaders.entries()) {
    for (let n = 0; n < 3; n++) ties.push([reader, people + ((place + n * 7) % quietCount)])
  }
  const quietEvery = Math.ceil(activities / (2 * quietCount))
  return {
    people,
    activities,
    ties,
    quietReaders,
    programmeOf: (person) => `programme-${person % Math.max(1, Math.round(people / 200))}`,
    authorOf: (activity) => {
      if (activity % quietEvery === quietEvery - 1) return people + (Math.floor(activity / quietEvery) % quietCount)
      return Math.floor(random(activity * 13 + 3) ** 3 * people)
    },
    audienceOf: (activity) => {
      const drawn = random(activity * 29 + 11)
      return drawn < 0.6 ? 'public' : drawn < 0.9 ? 'connections' : 'private'
    },
    publishedAt: (activity) => times[activity] ?? newest,
  }
}

/** The columns that every activity needs, in the table's own names. */
export const activityColumns = [
  ...[
    'tenant',
    'id',
    'origin',
    'platform',
    'external_id',
    'account_id',
    'person_id',
    'author_name',
    'kind',
    'url',
    'text',
    'snippet',
  ],
  ...['attachments', 'hashtags', 'mentions', 'audience', 'state', 'state_since', 'published_at', 'content_hash'],
  ...['first_seen_at', 'fetched_at', 'search_words'],
] as const

export function activityRow(data: FeedData, activity: number): (string | number)[] {
  const person = personId(data.authorOf(activity))
  const text = sentence(activity, 24)
  const at = data.publishedAt(activity)
  return [
    ...[
      'default',
      activityId(activity),
      'synced',
      'bluesky',
      `at://${activity}`,
      `account-${person}`,
      person,
      person,
      'post',
    ],
    ...[`https://x.example/${activity}`, text, text, '[]', '[]', '[]', data.audienceOf(activity), 'present'],
    ...[at, at, activityId(activity), at, at, ''],
  ]
}

export const tieColumns = [
  'tenant',
  'id',
  'kind',
  'from_id',
  'to_id',
  'status',
  'initiated_by',
  'requested_at',
  'updated_at',
] as const

/** Both rows of a tie. */
export function tieRows([one, other]: readonly [number, number]): (string | number)[][] {
  const row = (from: number, to: number) => {
    const fromId = personId(from)
    return ['default', `${from}>${to}`, 'connection', fromId, personId(to), 'accepted', fromId, newest, newest]
  }
  return [row(one, other), row(other, one)]
}

export const membershipColumns = ['tenant', 'id', 'programme_id', 'person_id', 'role', 'audience', 'joined_at'] as const

export function membershipRow(data: FeedData, person: number): (string | number)[] {
  const programme = data.programmeOf(person)
  const id = createHash('sha256').update(JSON.stringify(['default', 'membership', programme, personId(person)]))
  return [
    'default',
    id.digest('base64url').slice(0, 22),
    programme,
    personId(person),
    'member',
    `programme:${programme}`,
    newest,
  ]
}

export const rankColumns = [
  ...['tenant', 'id', 'person_id', 'audience', 'published_at', 'day', 'rank', 'engagement', 'points'],
] as const

const dayLength = 24 * 3_600_000

/** As the reaction makes them, with its default weights. */
export function rankRow(data: FeedData, activity: number): (string | number)[] {
  const at = data.publishedAt(activity)
  const engagement = (activity % 300) + 3 * (activity % 20) + 5 * (activity % 40)
  const rank = at + Math.round(dayLength * Math.log2(1 + engagement))
  const day = new Date(at).toISOString().slice(0, 10)
  const who = personId(data.authorOf(activity))
  return ['default', activityId(activity), who, data.audienceOf(activity), at, day, rank, engagement, '{}']
}

/** Just after the newest activity. */
export const benchNow = newest

/** The UTC days of the last month. */
export function monthDays(): string[] {
  return Array.from({ length: 32 }, (_, n) => new Date(newest - (30 - n) * dayLength).toISOString().slice(0, 10))
}

export const monthStart = newest - 30 * dayLength

export const countsColumns = ['tenant', 'id', 'likes', 'comments', 'shares', 'counts_hash', 'counted_at'] as const

export function countsRow(activity: number): (string | number)[] {
  return ['default', activityId(activity), activity % 300, activity % 20, activity % 40, 'x', newest]
}
