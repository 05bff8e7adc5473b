import * as z from 'zod/mini'
import type { Account } from '../accounts/index.js'
import type { Provider } from '../provider/index.js'
import {
  defineCollection,
  instant,
  integer,
  maxKeyLength,
  orNull,
  type RowOf,
  reference,
  text,
} from '../store/index.js'

/**
 * When each account is read again, and what of it. The rows of all tenants stand together, because they wait in one queue
 * for the same platforms; they hold ids and times, nothing of what people publish.
 */
export const schedule = defineCollection('schedule', {
  schema: z.object({
    /** The account's. */
    id: reference(),
    ownerTenant: reference(),
    platform: reference(),
    /** The server that answers for it: see {@link sourceOf}. */
    source: reference(),
    /** When a worker may take it: the earliest of the times below, or later after a failure. While one has it, until then. */
    dueAt: instant(),
    activitiesAt: instant(),
    profileAt: instant(),
    /** When the first of its activities is looked up again; null when none is. */
    countsAt: orNull(instant()),
    /** Runs that failed, one after the other. */
    failures: integer(),
    lastRunAt: orNull(instant()),
    lastOutcome: orNull(text()),
    /** Milliseconds, and requests: what others who wait behind it can expect. */
    lastDuration: orNull(integer()),
    lastCalls: orNull(integer()),
  }),
  indexes: [
    ['dueAt', 'id'],
    ['ownerTenant', 'dueAt', 'id'],
    ['source', 'dueAt', 'id'],
  ],
})

export type Schedule = RowOf<typeof schedule>

/** The row of an account that has not been read yet: everything is due. */
export function freshSchedule(tenant: string, account: Account, provider: Provider, now: number): Schedule {
  return {
    id: account.id,
    ownerTenant: tenant,
    platform: account.platform,
    source: sourceOf(provider, account),
    dueAt: now,
    activitiesAt: now,
    profileAt: now,
    countsAt: null,
    failures: 0,
    lastRunAt: null,
    lastOutcome: null,
    lastDuration: null,
    lastCalls: null,
  }
}

/** The server that answers for an account: limits and faults are shared by all accounts of one, and by no others. */
export function sourceOf(provider: Provider, account: Account): string {
  return provider.sourceOf
    ? `${provider.platform}:${provider.sourceOf(account)}`.slice(0, maxKeyLength)
    : provider.platform
}

/** When the account is due, by what is due of it. */
export function firstDue({
  activitiesAt,
  profileAt,
  countsAt,
}: Pick<Schedule, 'activitiesAt' | 'profileAt' | 'countsAt'>) {
  return Math.min(activitiesAt, profileAt, countsAt ?? Number.MAX_SAFE_INTEGER)
}
