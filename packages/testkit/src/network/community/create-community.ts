import type { PlatformName } from '../answer.js'
import { makeUpCount, makeUpText } from '../made-up-text.js'
import { createRandom, mix, type SeededRandom, seedOf } from '../seeded-random.js'
import { defaultStart } from '../virtual-clock.js'
import { createAliasTable } from './alias-table.js'
import { connect } from './connections.js'
import { type CommunityPerson, makeUpPerson } from './made-up-person.js'

export interface CommunityOptions {
  /** @default 1 */
  readonly seed?: number
  readonly people: number
  readonly meanConnections: number
  readonly activitiesPerPerson: number
  /** When the last activity was published. Milliseconds since the epoch. @default 5 January 2026, 09:00 UTC */
  readonly until?: number
}

/** Items come in lists of this many, so that a host can write each list at once. */
export interface BatchOptions {
  /** @default 1000 */
  readonly size?: number
}

export interface CommunityTie {
  readonly index: number
  /** The one who asked, and the one who accepted. */
  readonly from: number
  readonly to: number
  /** Milliseconds since the epoch. */
  readonly since: number
}

export type CommunityAudience = 'public' | 'connections' | 'private'

export interface CommunityActivity {
  /** From 0; a higher one was published later. */
  readonly index: number
  readonly person: number
  readonly platform: PlatformName
  readonly kind: 'post' | 'article' | 'comment' | 'share'
  readonly audience: CommunityAudience
  readonly text: string
  readonly language: string
  readonly hashtags: readonly string[]
  readonly likes: number
  readonly comments: number
  readonly shares: number
  /** Milliseconds since the epoch. */
  readonly publishedAt: number
}

/** A made-up community, the same for the same options. Every reading of a part begins anew. */
export interface Community {
  readonly people: number
  /** Pairs of people; the mean that was asked for is met within a percent. */
  readonly ties: number
  readonly activities: number
  readPeople(options?: BatchOptions): AsyncIterable<readonly CommunityPerson[]>
  readTies(options?: BatchOptions): AsyncIterable<readonly CommunityTie[]>
  /** In the order of time. */
  readActivities(options?: BatchOptions): AsyncIterable<readonly CommunityActivity[]>
  /** Everybody whom a person is connected to, lowest first. */
  connectionsOf(person: number): Uint32Array
}

// The author of rank r writes in proportion to 1 / r^0.8: of 10,000 the first writes one activity in 26.
const authorExponent = 0.8
const longestPause = 120_000
const twoYears = 2 * 365 * 24 * 60 * 60 * 1000

/**
 * People, their connections (power law: most have few, some up to 40 times the least) and what they published (a few
 * write most; 60 % public, 30 % for connections, 10 % private; up to two minutes from one to the next). Built once in
 * typed arrays of about 30 bytes a connection; activities are made while they are read and not kept.
 */
export function createCommunity(options: CommunityOptions): Community {
  const { seed = 1, people, meanConnections, activitiesPerPerson, until = defaultStart } = options
  for (const [name, value] of Object.entries({ people, meanConnections, activitiesPerPerson })) {
    if (!(value >= 0 && value < 2 ** 31)) throw new RangeError(`${name} is a number from 0 on.`)
  }
  const activities = Math.round(people * activitiesPerPerson)
  const { count, low, high } = connect({ people, mean: meanConnections, random: randomOf(seed, 'ties') })
  const authors = people > 0 ? drawAuthors(people, seed) : null
  const neighbours = indexNeighbours(people, low, high)

  return {
    people,
    ties: count,
    activities,
    readPeople: (batch) => inBatches(people, batch, (index) => makeUpPerson(seed, index)),
    readTies: (batch) =>
      inBatches(count, batch, (index) => {
        const dice = mix(seed ^ 11, index)
        const [from = 0, to = 0] = dice & 1 ? [low[index], high[index]] : [high[index], low[index]]
        return { index, from, to, since: until - twoYears + (dice % 86_400) * 730_000 }
      }),
    readActivities(batch) {
      const random = randomOf(seed, 'activities')
      let publishedAt = until - totalPause(activities, seed)
      const textSeed = seedOf(seed, 'texts')
      return inBatches(activities, batch, (index) => {
        publishedAt += pauseBefore(seed, index)
        const person = authors?.(random) ?? 0
        return makeActivity({ textSeed, index, person, publishedAt, dice: random.uint32() })
      })
    },
    connectionsOf: (person) =>
      neighbours.people.slice(neighbours.starts[person] ?? 0, neighbours.starts[person + 1] ?? 0).sort(),
  }
}

function randomOf(seed: number, part: string): SeededRandom {
  return createRandom(seedOf(seed, part))
}

/** Draws authors: by rank as Zipf has it, the ranks dealt out at random. */
function drawAuthors(people: number, seed: number): (random: SeededRandom) => number {
  const deal = randomOf(seed, 'ranks')
  const weights = Float64Array.from({ length: people }, (_, rank) => (rank + 1) ** -authorExponent)
  for (let i = people - 1; i > 0; i -= 1) {
    const other = deal.below(i + 1)
    const held = weights[i] ?? 0
    weights[i] = weights[other] ?? 0
    weights[other] = held
  }
  return createAliasTable(weights)
}

function pauseBefore(seed: number, index: number): number {
  return index === 0 ? 0 : mix(seed ^ 13, index) % (longestPause + 1)
}

function totalPause(activities: number, seed: number): number {
  let total = 0
  for (let index = 0; index < activities; index += 1) total += pauseBefore(seed, index)
  return total
}

interface ActivityOptions {
  readonly textSeed: number
  readonly index: number
  readonly person: number
  readonly publishedAt: number
  readonly dice: number
}

const blogs = ['rss', 'devto'] as const
const skies = ['bluesky', 'bluesky', 'mastodon'] as const
const kinds = ['post', 'post', 'post', 'post', 'post', 'comment', 'comment', 'share'] as const

function makeActivity({ textSeed, index, person, publishedAt, dice }: ActivityOptions): CommunityActivity {
  const { text, language, tags } = makeUpText(textSeed, index)
  const share = dice % 10
  const isBlog = (dice >>> 8) % 12 === 0
  return {
    index,
    person,
    platform: isBlog ? choose(blogs, dice >>> 4) : choose(skies, dice >>> 5),
    kind: isBlog ? 'article' : choose(kinds, dice >>> 16),
    audience: share < 6 ? 'public' : share < 9 ? 'connections' : 'private',
    text,
    language,
    hashtags: tags,
    likes: makeUpCount(dice, 1, 400),
    comments: makeUpCount(dice, 2, 60),
    shares: makeUpCount(dice, 3, 80),
    publishedAt,
  }
}

function choose<Item>(list: readonly [Item, ...Item[]], dice: number): Item {
  return list[dice % list.length] ?? list[0]
}

/** For each person where the list of those they know begins, and all lists one after the other. */
function indexNeighbours(people: number, low: Uint32Array, high: Uint32Array) {
  const starts = new Uint32Array(people + 1)
  const count = (person: number): void => {
    starts[person + 1] = (starts[person + 1] ?? 0) + 1
  }
  low.forEach(count)
  high.forEach(count)
  for (let person = 0; person < people; person += 1)
    starts[person + 1] = (starts[person + 1] ?? 0) + (starts[person] ?? 0)
  const next = starts.slice()
  const neighbours = new Uint32Array(low.length * 2)
  const add = (person: number, other: number): void => {
    const place = next[person] ?? 0
    neighbours[place] = other
    next[person] = place + 1
  }
  low.forEach((person, tie) => {
    const other = high[tie] ?? 0
    add(person, other)
    add(other, person)
  })
  return { starts, people: neighbours }
}

async function* inBatches<Item>(
  count: number,
  { size = 1000 }: BatchOptions = {},
  make: (index: number) => Item,
): AsyncGenerator<readonly Item[]> {
  for (let start = 0; start < count; start += size) {
    const batch: Item[] = []
    for (let index = start; index < Math.min(count, start + size); index += 1) batch.push(make(index))
    yield batch
  }
}
