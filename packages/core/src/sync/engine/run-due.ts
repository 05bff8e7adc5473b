import { type Account, account } from '../../accounts/index.js'
import { isSociusError, type SociusError, throwIfAborted } from '../../kernel/index.js'
import type { TaskContext } from '../../operation/index.js'
import type { Store } from '../../store/index.js'
import type { AccountReport } from '../report.js'
import { firstDue, type Schedule, schedule } from '../schedule.js'
import type { SyncSettings } from '../sync-settings.js'
import { gatesOf } from './gates.js'
import { emptyReport } from './make-report.js'
import { refreshAccount } from './refresh-account.js'
import { longestPause } from './settle.js'
import { syncAccount } from './sync-account.js'

export interface ClaimOptions {
  readonly settings: SyncSettings
  readonly now: number
  /** Only accounts of this tenant; null for all. */
  readonly tenant: string | null
}

/**
 * Takes the account that has been due the longest, for as long as a lease lasts: nobody else takes it meanwhile, and should
 * this process die, somebody will. Accounts of sources that nobody may call now are passed over. Null when none is due.
 */
export async function claimDue(shared: Store, { settings, now, tenant }: ClaimOptions): Promise<Schedule | null> {
  const closed = await gatesOf(settings).closedSources(shared, now)
  const scope = {
    ...(tenant === null ? {} : { ownerTenant: tenant }),
    ...(closed.length === 0 ? {} : { source: { notIn: closed } }),
  }
  const set = { dueAt: now + settings.leaseDuration }
  const orderBy = [['dueAt', 'asc']] as const
  const [due] = await shared.claim(schedule, { where: { dueAt: { lte: now }, ...scope }, orderBy, limit: 1, set })
  if (due) return withoutStrayTimes(due, settings, now)
  const [stray] = await shared.claim(schedule, {
    // A time so far ahead was set by a clock that was wrong.
    where: { dueAt: { gt: now + longestTurn(settings) }, ...scope },
    orderBy,
    limit: 1,
    set,
  })
  return stray ? withoutStrayTimes(stray, settings, now) : null
}

/** What a clock that was wrong has put off for longer than anything waits is due now. */
function withoutStrayTimes(row: Schedule, settings: SyncSettings, now: number): Schedule {
  const last = now + longestTurn(settings)
  const { activitiesAt, profileAt, countsAt } = row
  return {
    ...row,
    activitiesAt: activitiesAt > last ? now : activitiesAt,
    profileAt: profileAt > last ? now : profileAt,
    countsAt: countsAt !== null && countsAt > last ? now : countsAt,
  }
}

function longestTurn({ activities, profile, checks }: SyncSettings): number {
  return 2 * Math.max(activities.longest, profile.longest, checks.latest, longestPause)
}

/**
 * Reads what is due of an account that was claimed: what is new, then what became of what is stored. A piece of each, so
 * that an account with a long history does not keep others waiting.
 */
export async function readDue(context: TaskContext, settings: SyncSettings, due: Schedule): Promise<AccountReport[]> {
  const [row] = await context.store.get(account, [due.id])
  if (!row) {
    await context.shared.remove(schedule, { where: { id: due.id }, limit: 1 })
    return []
  }
  try {
    context.provider(row.platform)
  } catch (cause) {
    if (!isSociusError(cause, 'unsupported')) throw cause
    return [await putOff(context, settings, row, cause)]
  }
  try {
    return await readStreams(context, settings, row, due)
  } catch (cause) {
    // It was stopped: the account stays due.
    const { clock, shared } = context
    if (isSociusError(cause, 'aborted')) {
      await shared.update(schedule, { where: { id: due.id, dueAt: due.dueAt }, set: { dueAt: clock.now() } })
    }
    throw cause
  }
}

/** Nobody here can read it; another process may, or a later version of this one. The others do not wait for that. */
async function putOff(
  { clock, shared }: TaskContext,
  settings: SyncSettings,
  row: Account,
  { code, retryable, message }: SociusError,
): Promise<AccountReport> {
  const dueAt = settings.activities.next(clock.now(), row.id)
  await shared.update(schedule, { where: { id: row.id }, set: { dueAt } })
  const error = { code, retryable, message }
  return { ...emptyReport(row, 'activities'), outcome: 'failed', error, nextDue: dueAt }
}

async function readStreams(
  context: TaskContext,
  settings: SyncSettings,
  row: Account,
  due: Schedule,
): Promise<AccountReport[]> {
  const now = context.clock.now()
  const reports: AccountReport[] = []
  const common = { context, account: row, settings }
  if (due.activitiesAt <= now || due.profileAt <= now) {
    reports.push(await syncAccount({ ...common, full: false, pages: settings.pagesPerTurn }))
  }
  throwIfAborted(context.signal)
  const offersLookUps = context.provider(row.platform).readers.lookup !== undefined
  if (
    offersLookUps &&
    due.countsAt !== null &&
    due.countsAt <= now &&
    reports.every(({ outcome }) => outcome !== 'refused')
  ) {
    const scope = { due: settings.pagesPerTurn }
    reports.push(await refreshAccount({ ...common, scope, confirmMassDeletion: false }))
  }
  if (reports.length === 0) {
    // Claimed, and put back by somebody meanwhile: nothing of it is due.
    const dueAt = Math.max(firstDue(due), now + settings.leaseDuration)
    await context.shared.update(schedule, { where: { id: due.id }, set: { dueAt } })
  }
  return reports
}
