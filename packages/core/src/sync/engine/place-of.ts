import { type Account, requireOwnAccount } from '../../accounts/index.js'
import { SociusError } from '../../kernel/index.js'
import type { QueryContext } from '../../operation/index.js'
import { gate } from '../gate.js'
import type { QueuePlace } from '../queue-place.js'
import { type Schedule, schedule } from '../schedule.js'
import type { SyncSettings } from '../sync-settings.js'
import { keysOf } from './call-through-gates.js'
import { expectTurn } from './expect-turn.js'
import { closedFor, resetIn } from './gate-rules.js'

/** So many of those that wait just before an account tell how long it will take. */
const sampled = 50

/**
 * Where an account stands in the queue.
 * @throws `not_found` for an account that is not in it
 */
export async function placeOf(context: QueryContext, settings: SyncSettings, accountId: string): Promise<QueuePlace> {
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
