import { createGeneratedTimes, type GeneratedTimesOptions } from '../generated-times.js'
import { makeUpCount, makeUpText } from '../made-up-text.js'
import { mix } from '../seeded-random.js'
import { collections, makeUri } from './at-uri.js'
import { cidOfRecord } from './cid.js'
import { findFacets } from './facets.js'
import { makeEmbed, type PostRecord } from './post-record.js'
import type { Counts, StoredPost } from './stored-post.js'
import { microsecondsOf, tidOf } from './tid.js'

export interface GeneratedPostsOptions extends GeneratedTimesOptions {
  readonly did: string
}

/**
 * Posts that exist as a rule, not as objects: each is made when it is looked at, from the seed and its index, so that
 * half a million of them take no memory.
 */
export interface GeneratedPosts {
  readonly count: number
  /** How many of them were written at this moment or before. */
  countUntil(time: number): number
  /** Later for a higher index, and never the same. Milliseconds since the epoch. */
  timeOf(index: number): number
  rkeyOf(index: number): string
  /** The index of the post with this key, or null. */
  indexOf(rkey: string): number | null
  make(index: number): StoredPost
  countsOf(index: number): Counts
}

export function createGeneratedPosts(options: GeneratedPostsOptions): GeneratedPosts {
  const { did, seed, count } = options
  const times = createGeneratedTimes(options)
  const { timeOf } = times
  const writer = mix(seed, -1)

  const rkeyOf = (index: number): string => tidOf(timeOf(index) * 1000 + (mix(seed ^ 1, index) % 1000), writer)

  return {
    count,
    timeOf,
    rkeyOf,
    countUntil: times.countUntil,
    indexOf(rkey) {
      const microseconds = microsecondsOf(rkey)
      const index = microseconds === null ? null : times.indexAt(microseconds / 1000)
      return index !== null && rkeyOf(index) === rkey ? index : null
    },
    make(index) {
      const rkey = rkeyOf(index)
      const uri = makeUri(did, collections.post, rkey)
      const time = timeOf(index)
      const record = makeRecord(seed, index, { uri, time })
      const cid = cidOfRecord(record)
      return { did, uri, rkey, cid, record, sortAt: time, placeCid: cid }
    },
    countsOf: (index) => ({
      likes: makeUpCount(seed ^ 2, index, 400),
      replies: makeUpCount(seed ^ 3, index, 60),
      reposts: makeUpCount(seed ^ 4, index, 80),
      quotes: makeUpCount(seed ^ 5, index, 20),
    }),
  }
}

function makeRecord(seed: number, index: number, { uri, time }: { uri: string; time: number }): PostRecord {
  const { text, language } = makeUpText(seed, index)
  const dice = mix(seed ^ 6, index) % 20
  const page = { uri: `https://example.org/notes/${index}`, title: 'Notes', description: 'What was learnt' }
  const embed = makeEmbed({
    images: dice < 2 ? [{ alt: 'A whiteboard full of notes' }] : [],
    link: dice < 5 ? page : null,
    quote: null,
    key: uri,
  })
  const facets = findFacets(text, () => undefined)
  return {
    text,
    $type: 'app.bsky.feed.post',
    ...(embed && { embed }),
    langs: [language],
    ...(facets.length > 0 && { facets }),
    createdAt: new Date(time).toISOString(),
  }
}
