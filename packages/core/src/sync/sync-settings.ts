import * as z from 'zod/mini'
import { parse, SociusError } from '../kernel/index.js'
import { defaultRetryPolicy, type RetryPolicy } from './retry-policy.js'
import { byCron, everyInterval, type Turn } from './turn.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Made when it is used: importing the package should not pay for what runs once. */
function settingsSchema() {
  const recurring = z.union([
    z.int().check(z.minimum(minute), z.maximum(365 * day)),
    z.string().check(z.minLength(9), z.maxLength(200)),
  ])
  return z.strictObject({
    /** How calls that failed for a passing reason are repeated. */
    retry: z.prefault(
      z.strictObject({
        attempts: z._default(z.int().check(z.minimum(1), z.maximum(20)), defaultRetryPolicy.attempts),
        base: z._default(z.number().check(z.minimum(0)), defaultRetryPolicy.base),
        longest: z._default(z.number().check(z.minimum(0)), defaultRetryPolicy.longest),
      }),
      {},
    ),
    /** When an account is due again: milliseconds after a run, or a cron expression. @default 6 hours */
    interval: z._default(recurring, 6 * hour),
    /** The same for its profile. @default 7 days */
    profileInterval: z._default(recurring, 7 * day),
    /** The time zone of cron expressions. @default UTC */
    timeZone: z._default(z.string().check(z.minLength(1), z.maxLength(100)), 'UTC'),
    /** The shortest and the longest time between two looks at what became of an activity. @default 1 hour, 30 days */
    checks: z.prefault(
      z
        .strictObject({
          soonest: z._default(z.int().check(z.minimum(minute)), hour),
          latest: z._default(z.int().check(z.minimum(minute), z.maximum(365 * day)), 30 * day),
        })
        .check(z.refine(({ soonest, latest }) => soonest <= latest, 'soonest is later than latest')),
      {},
    ),
    /** Milliseconds before the last item that an incremental run reads again, for edits and counts. @default 48 hours */
    overlap: z._default(z.int().check(z.minimum(0)), 48 * hour),
    /** Milliseconds between the first look-up that misses an item and the one that may call it deleted. @default 1 hour */
    confirmDeletionAfter: z._default(z.int().check(z.minimum(0)), hour),
    /** Milliseconds that a worker keeps an account without a sign of life. @default 1 minute */
    leaseDuration: z._default(z.int().check(z.minimum(1000)), minute),
    /** Accounts that one run, or one process that was started, reads at a time. @default 4 */
    concurrency: z._default(z.int().check(z.minimum(1), z.maximum(64)), 4),
    /** Pages that an account which is due may read before others have their turn. @default 20 */
    pagesPerTurn: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 20),
  })
}

/** How sync works; every setting has a default. */
export type SyncOptions = z.input<ReturnType<typeof settingsSchema>>

/** The shortest and the longest time between two looks, in milliseconds. */
export interface CheckBounds {
  readonly soonest: number
  readonly latest: number
}

/** What the parts of sync are made with. */
export interface SyncSettings {
  readonly retry: RetryPolicy
  readonly activities: Turn
  readonly profile: Turn
  readonly checks: CheckBounds
  readonly overlap: number
  readonly confirmDeletionAfter: number
  readonly leaseDuration: number
  readonly concurrency: number
  readonly pagesPerTurn: number
}

/** @throws `invalid_option` */
export async function readSyncOptions(options: SyncOptions = {}): Promise<SyncSettings> {
  const parsed = parse(settingsSchema(), options)
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path, message }) => `sync.${path.join('.')}: ${message}`)
    throw new SociusError('invalid_option', places.join('; '))
  }
  const { interval, profileInterval, timeZone, ...rest } = parsed.data
  const turn = (given: number | string) => (typeof given === 'number' ? everyInterval(given) : byCron(given, timeZone))
  return { ...rest, activities: await turn(interval), profile: await turn(profileInterval) }
}
