import type { Account } from '../../accounts/index.js'
import { activity } from '../../activities/index.js'
import type { SociusError } from '../../kernel/index.js'
import type { CommandContext, TaskContext } from '../../operation/index.js'
import { profile } from '../../people/index.js'
import type { Provider } from '../../provider/index.js'
import type { AccountReport } from '../report.js'
import { firstDue, freshSchedule, type Schedule, schedule } from '../schedule.js'
import { syncFinished } from '../sync.events.js'
import type { CheckBounds, SyncSettings } from '../sync-settings.js'

/** A run that has ended, and why it did not come to its end. */
export interface EndedRun {
  readonly context: TaskContext
  readonly account: Account
  readonly provider: Provider
  readonly settings: SyncSettings
  readonly report: AccountReport
  readonly startedAt: number
  readonly failure?: SociusError
}

const minute = 60_000
const day = 24 * 60 * minute

/** The longest time that an account which fails is left alone. */
export const longestPause = 7 * day

/** Writes down when the account is due again, and announces the end of the run, in one transaction. */
export async function settle(ended: EndedRun): Promise<void> {
  const { context, account, report } = ended
  if (report.outcome === 'busy') return
  await context.transaction(async (inner) => {
    report.nextDue = report.outcome === 'refused' ? null : await plan(inner, ended)
    // Nothing is due of what nobody allows; a new consent puts it back.
    if (report.outcome === 'refused') await inner.shared.remove(schedule, { where: { id: account.id }, limit: 1 })
    const { id: accountId, personId, platform } = account
    const { stream, outcome, created, updated, deleted, nextDue } = report
    const payload = { accountId, personId, platform, stream, outcome, created, updated, deleted, nextDue }
    inner.emit(syncFinished, { subject: accountId, payload })
  })
}

async function plan(context: CommandContext, ended: EndedRun): Promise<number> {
  const { account, provider, report } = ended
  const { shared, actor } = context
  const now = context.clock.now()
  const fresh = freshSchedule(actor.tenant, account, provider, now)
  const [stored] = isReadAnew(ended) ? [] : await shared.get(schedule, [account.id])
  const next = await nextTurn(context, ended, stored ?? fresh)
  const dueAt = firstDue(next)
  const { activitiesAt, profileAt, countsAt, failures } = next
  // A host may have moved the account to another server since.
  const times = { source: fresh.source, dueAt, activitiesAt, profileAt, countsAt, failures }
  const last = {
    lastRunAt: now,
    lastOutcome: report.outcome,
    lastDuration: Math.max(0, now - ended.startedAt),
    lastCalls: report.calls,
  }
  const change = { where: { id: account.id }, set: { ...times, ...last } }
  if ((await shared.update(schedule, change)) === 1) return dueAt
  // Of two that put it into the queue at once one finds the other's row.
  const made = await shared.insert(schedule, [{ ...fresh, ...change.set }])
  if (made.length === 0) await shared.update(schedule, change)
  return dueAt
}

/** Nothing that was planned before says anything about what comes after a run like this. */
function isReadAnew({ report, failure }: EndedRun): boolean {
  return report.stream === 'activities' && failure === undefined
}

async function nextTurn(context: CommandContext, ended: EndedRun, row: Schedule): Promise<Schedule> {
  const { account, settings, report, failure } = ended
  const now = context.clock.now()
  if (failure) {
    const failures = row.failures + 1
    const again = now + pauseAfter(failure, failures, settings.activities.next(now, account.id) - now)
    const countsAt = row.countsAt === null ? null : Math.max(row.countsAt, again)
    if (report.stream === 'refresh') return { ...row, failures, countsAt: countsAt ?? again }
    if (report.stream !== 'activities') return row
    const rest = { activitiesAt: again, profileAt: again }
    return { ...row, ...rest, failures, countsAt: countsAt ?? (await firstCheck(context, account.id, settings.checks)) }
  }
  const countsAt = await firstCheck(context, account.id, settings.checks)
  if (report.stream !== 'activities')
    return { ...row, countsAt, failures: report.stream === 'refresh' ? 0 : row.failures }
  // What others wait for comes first: a long history goes on behind them.
  const activitiesAt = report.outcome === 'partial' ? now : settings.activities.next(now, account.id)
  const [known] = await context.store.pick(profile, [account.id], ['fetchedAt'])
  const profileAt = settings.profile.next(known?.fetchedAt ?? now, account.id)
  return { ...row, activitiesAt, profileAt, countsAt, failures: 0 }
}

/** When the first activity of the account is looked up again; null when none is. */
async function firstCheck(
  { store, clock }: CommandContext,
  accountId: string,
  { latest }: CheckBounds,
): Promise<number | null> {
  const where = { accountId, checkAt: { gte: 0 }, state: { ne: 'deleted' as const } }
  const { items } = await store.query(activity, { where, orderBy: [['checkAt', 'asc']], limit: 1 })
  const first = items[0]?.checkAt ?? null
  const now = clock.now()
  // Nothing is put off for so long, but by a clock that was wrong.
  return first !== null && first > now + 2 * latest ? now : first
}

/**
 * How long an account that failed is left alone: as long as its platform says; a passing fault a quarter of an hour,
 * doubling; what does not pass by itself as long as a turn, doubling.
 */
function pauseAfter({ retryable, retryAfter }: SociusError, failures: number, turn: number): number {
  const doubled = 2 ** Math.min(20, failures - 1)
  const pause = retryAfter ?? (retryable ? Math.min(turn, 15 * minute * doubled) : turn * doubled)
  return Math.ceil(Math.min(longestPause, pause))
}
