import { createGeneratedTimes, type GeneratedTimesOptions } from '../generated-times.js'
import { makeUpCount, makeUpText } from '../made-up-text.js'
import { mix } from '../seeded-random.js'
import { snowflakeOf, timeOfSnowflake } from './snowflake.js'
import { type AccountNames, addressesOf, type StatusCounts, type StoredStatus } from './status.js'

export interface GeneratedStatusesOptions extends GeneratedTimesOptions {
  readonly account: AccountNames
}

/** Statuses that exist as a rule, not as objects: each is made when it is looked at. */
export interface GeneratedStatuses {
  readonly count: number
  /** How many of them were written at this moment or before. */
  countUntil(time: number): number
  idOf(index: number): string
  /** The index of the status with this id, or null. */
  indexOf(id: string): number | null
  make(index: number): StoredStatus
  countsOf(index: number): StatusCounts
}

export function createGeneratedStatuses(options: GeneratedStatusesOptions): GeneratedStatuses {
  const { account, seed, count } = options
  const times = createGeneratedTimes(options)
  const idOf = (index: number): string => snowflakeOf(times.timeOf(index), mix(seed ^ 1, index))

  return {
    count,
    countUntil: times.countUntil,
    idOf,
    indexOf(id) {
      const time = timeOfSnowflake(id)
      const index = time === null ? null : times.indexAt(time)
      return index !== null && idOf(index) === id ? index : null
    },
    make(index) {
      const { text, language } = makeUpText(seed, index)
      const hasPicture = mix(seed ^ 6, index) % 10 === 0
      return {
        ...addressesOf(account, idOf(index)),
        owner: account.uri,
        text,
        language,
        contentWarning: '',
        visibility: 'public',
        images: hasPicture ? [{ description: 'A whiteboard full of notes' }] : [],
        createdAt: times.timeOf(index),
        editedAt: null,
        replyTo: null,
        quoteOf: null,
        boostOf: null,
      }
    },
    countsOf: (index) => ({
      favourites: makeUpCount(seed ^ 2, index, 400),
      replies: makeUpCount(seed ^ 3, index, 60),
      boosts: makeUpCount(seed ^ 4, index, 80),
      quotes: makeUpCount(seed ^ 5, index, 20),
    }),
  }
}
