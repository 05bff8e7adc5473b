import * as z from 'zod/mini'
import { type Account, account, requireOwnAccount } from '../accounts/index.js'
import { once, SociusError } from '../kernel/index.js'
import {
  actsFor,
  anybody,
  type CommandContext,
  defineCommand,
  defineQuery,
  pageInput,
  pageOf,
  privileged,
  type QueryContext,
} from '../operation/index.js'
import { instant, integer, maxRows, reference, text } from '../store/index.js'
import { keysOf } from './call-through-gates.js'
import { closedFor, gate, resetIn } from './gate.js'
import { expectTurn } from './queue-place.js'
import { freshSchedule, type Schedule, schedule } from './schedule.js'
import type { SyncSettings } from './sync-settings.js'

/** A request is ahead of all that has been due for less than this, and behind what has waited longer: nobody starves. */
const ahead = 24 * 3_600_000
/** An account that was read a moment ago is not read again for the asking. */
const momentAgo = 60_000
/** So many of those that wait just before an account tell how long it will take. */
const sampled = 50

const placeSchema = once(() =>
  z.object({
    accountId: text(),
    dueAt: instant(),
    /** Accounts that the same platform, or server, is asked about first; 0 when it is the next, or not due yet. */
    before: integer(),
    /** When its turn is to be expected. */
    expectedAt: instant(),
    /** `due-later`; `waiting` for its turn; `limited` by the platform; `closed`, since the platform does not answer. */
    state: z.enum(['due-later', 'waiting', 'limited', 'closed']),
    lastRunAt: z.nullable(instant()),
    lastOutcome: z.nullable(text()),
    failures: integer(),
  }),
)

/** What can be asked of the queue that accounts wait in. */
export function createQueueOperations(settings: SyncSettings) {
  const place = defineQuery({
    name: 'sync.place',
    summary: 'Where an account stands in the queue, and when its turn is to be expected.',
    input: () => z.strictObject({ accountId: reference() }),
    output: placeSchema,
    access: anybody,
    run: (context, { accountId }) => placeOf(context, settings, accountId),
  })

  return { place, request, schedule: listSchedule }
}

const request = defineCommand({
  name: 'sync.request',
  summary: 'Asks that accounts be read soon, ahead of what is merely due.',
  input: () =>
    z
      .strictObject({ personId: z.optional(reference()), accountId: z.optional(reference()) })
      .check(
        z.refine(
          ({ personId, accountId }) => (personId === undefined) !== (accountId === undefined),
          'a person or an account',
        ),
      ),
  output: () => z.object({ accounts: integer() }),
  access: anybody,
  async run(context, wanted) {
    const rows = await requestedAccounts(context, wanted)
    const now = context.clock.now()
    const fresh = rows.map((row) => freshSchedule(context.actor.tenant, row, context.provider(row.platform), now))
    await context.shared.insert(schedule, fresh)
    const accounts = await context.shared.update(schedule, {
      where: {
        id: { in: rows.map(({ id }) => id) },
        or: [{ lastRunAt: null }, { lastRunAt: { lt: now - momentAgo } }, { lastRunAt: { gt: now } }],
      },
      set: { activitiesAt: now, dueAt: now - ahead },
    })
    return { accounts }
  },
})

async function requestedAccounts(
  context: CommandContext,
  { personId, accountId }: { personId?: string | undefined; accountId?: string | undefined },
): Promise<readonly Account[]> {
  if (accountId !== undefined) {
    const row = await requireOwnAccount(context, accountId)
    return row.state === 'disconnected' ? [] : [row]
  }
  if (personId === undefined || !actsFor(context.actor, personId)) {
    throw new SociusError('forbidden', 'These accounts belong to another person.')
  }
  const where = { personId, state: { ne: 'disconnected' as const } }
  return (await context.store.query(account, { where, limit: maxRows })).items
}

const listSchedule = defineQuery({
  name: 'sync.schedule',
  summary: 'When accounts are due, the first due first.',
  input: () => pageInput({}),
  output: () => pageOf(schedule.schema),
  access: privileged,
  run: ({ shared, actor }, { limit, cursor }) =>
    shared.query(schedule, { where: { ownerTenant: actor.tenant }, orderBy: [['dueAt', 'asc']], limit, cursor }),
})

async function placeOf(
  context: QueryContext,
  settings: SyncSettings,
  accountId: string,
): Promise<z.output<ReturnType<typeof placeSchema>>> {
  const { shared, clock } = context
  const row = await requireOwnAccount(context, accountId)
  const [stored] = await shared.get(schedule, [accountId])
  if (!stored) {
    throw new SociusError('not_found', 'The account is not in the queue: no consent covers it, or it was never read.', {
      details: { accountId },
    })
  }
  const now = clock.now()
  const waiting = { source: stored.source, dueAt: { lt: Math.min(stored.dueAt, now) } }
  const [counted] = await shared.aggregate(schedule, {
    where: waiting,
    groupBy: [],
    measures: { n: 'count' },
    limit: 1,
  })
  const last = await shared.query(schedule, { where: waiting, orderBy: [['dueAt', 'desc']], limit: sampled })
  const before = counted?.n ?? 0
  const gates = await gatesOf(context, { row, stored, now })
  const expectedAt = expectTurn({
    now,
    dueAt: stored.dueAt,
    before,
    ...meansOf([stored, ...last.items]),
    concurrency: settings.concurrency,
    ...gates,
  })
  const isLimited = gates.limit !== null && expectedAt >= gates.limit.resetAt && expectedAt > stored.dueAt
  const state = gates.isOpen
    ? ('closed' as const)
    : isLimited || gates.closedUntil > now
      ? ('limited' as const)
      : stored.dueAt > now
        ? ('due-later' as const)
        : ('waiting' as const)
  const { lastRunAt, lastOutcome, failures } = stored
  return { accountId, dueAt: stored.dueAt, before, expectedAt, state, lastRunAt, lastOutcome, failures }
}

function meansOf(rows: readonly Schedule[]): { meanRun: number | null; meanCalls: number } {
  const durations = rows.flatMap(({ lastDuration }) => lastDuration ?? [])
  const calls = rows.flatMap(({ lastCalls }) => lastCalls ?? [])
  return {
    meanRun: durations.length === 0 ? null : meanOf(durations),
    meanCalls: calls.length === 0 ? 1 : meanOf(calls),
  }
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

interface Waiting {
  readonly row: Account
  readonly stored: Schedule
  /** When the rest was looked at: a gate that is open then is not closed a moment later. */
  readonly now: number
}

async function gatesOf({ shared, provider }: QueryContext, { row, stored, now }: Waiting) {
  const keys = { ...keysOf(provider(row.platform), 'activities', row), source: stored.source }
  const [circuit, limited] = await shared.get(gate, [keys.circuit, keys.limit])
  const untilOpen = closedFor(circuit, now)
  const closedUntil = now + Math.max(untilOpen, closedFor(limited, now))
  const { limit, remaining, resetAt, period } = limited ?? { limit: null, remaining: null, resetAt: null, period: null }
  const isKnown = limit !== null && remaining !== null && resetAt !== null && limited && resetIn(limited, now) > 0
  const facts = isKnown ? { calls: limit, remaining, resetAt, period: period ?? 0 } : null
  return { closedUntil, isOpen: untilOpen > 0, limit: facts }
}
