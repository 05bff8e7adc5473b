import * as z from 'zod'
import { SociusError } from '../kernel/index.js'
import { defaultRetryPolicy } from './call-provider.js'

const minute = 60_000
const hour = 60 * minute

/** Made when it is used: importing the package should not pay for what runs once. */
function settingsSchema() {
  return z.strictObject({
    /** How calls that failed for a passing reason are repeated. */
    retry: z
      .strictObject({
        attempts: z.int().min(1).max(20).default(defaultRetryPolicy.attempts),
        base: z.number().min(0).default(defaultRetryPolicy.base),
        longest: z.number().min(0).default(defaultRetryPolicy.longest),
      })
      .prefault({}),
    /** Milliseconds after which an account is due again. @default 6 hours */
    interval: z
      .int()
      .min(minute)
      .default(6 * hour),
    /** Milliseconds after which a profile is read again. @default 7 days */
    profileInterval: z
      .int()
      .min(0)
      .default(7 * 24 * hour),
    /** Milliseconds before the last item that an incremental run reads again, for edits and counts. @default 48 hours */
    overlap: z
      .int()
      .min(0)
      .default(48 * hour),
    /** Milliseconds between the first look-up that misses an item and the one that may call it deleted. @default 1 hour */
    confirmDeletionAfter: z.int().min(0).default(hour),
    /** Milliseconds that a worker keeps an account without a sign of life. @default 1 minute */
    leaseDuration: z.int().min(1000).default(minute),
    /** Accounts that one run reads at a time. @default 4 */
    concurrency: z.int().min(1).max(64).default(4),
  })
}

/** How sync works; every setting has a default. */
export type SyncOptions = z.input<ReturnType<typeof settingsSchema>>
export type SyncSettings = z.output<ReturnType<typeof settingsSchema>>

/** @throws `invalid_option` */
export function parseSyncOptions(options: SyncOptions = {}): SyncSettings {
  const parsed = settingsSchema().safeParse(options)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, message }) => `sync.${path.join('.')}: ${message}`)
  throw new SociusError('invalid_option', places.join('; '))
}
