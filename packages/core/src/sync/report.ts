import * as z from 'zod/mini'
import { errorCodes, once } from '../kernel/index.js'
import { integer, orNull, text } from '../store/index.js'

/**
 * What can be read of an account. `activities`: what is new of what it published. `refresh`: what became of what is stored.
 * `comments`: what was answered to one activity. `item`: one item by its address. `archive`: what its person has
 * downloaded.
 */
export const syncStreams = ['activities', 'refresh', 'comments', 'item', 'archive'] as const

export type SyncStream = (typeof syncStreams)[number]

/** What a run counts, for an account and in all. */
const counted = once(() => ({
  pages: integer(),
  fetched: integer(),
  created: integer(),
  updated: integer(),
  unchanged: integer(),
  /** Activities whose counts were new or differed. */
  measured: integer(),
  /** Missing from a look-up for the first time. */
  suspected: integer(),
  /** Gone for good, and erased. */
  deleted: integer(),
  /** Hidden with their account. */
  unreadable: integer(),
  quarantined: integer(),
  /** Requests made, repeated ones included. */
  calls: integer(),
  /** United States dollars, by the provider's price table. */
  spend: z.number(),
}))

/**
 * How a run ended for one account. `completed`: read to its end. `partial`: stopped on the way, for the reason that `error`
 * gives, or to let others have their turn; the next run goes on from there. `failed`: nothing was read. `busy`: another worker has it. `refused`: no consent covers it.
 */
const accountReportSchema = once(() =>
  z.object({
    accountId: text(),
    personId: text(),
    platform: text(),
    handle: text(),
    /** What was read of it. */
    stream: z.enum(syncStreams),
    outcome: z.enum(['completed', 'partial', 'failed', 'busy', 'refused']),
    ...counted(),
    /** The first hundred, with reasons. */
    quarantine: z.array(z.object({ externalId: orNull(text()), reason: text() })),
    rateLimit: z.nullable(
      z.object({ limit: z.nullable(z.number()), remaining: z.nullable(z.number()), resetAt: z.nullable(z.number()) }),
    ),
    /** Why it did not complete. */
    error: z.nullable(z.object({ code: z.enum(errorCodes), retryable: z.boolean(), message: text() })),
    /** When the account is due again. Milliseconds since the epoch. */
    nextDue: orNull(integer()),
  }),
)

export type AccountReport = z.output<ReturnType<typeof accountReportSchema>>

/** What a run did: a report for each account, and their sums. */
export const syncReportSchema = once(() =>
  z.object({
    startedAt: integer(),
    finishedAt: integer(),
    ...counted(),
    accounts: z.array(accountReportSchema()),
  }),
)

export type SyncReport = z.output<ReturnType<typeof syncReportSchema>>
