import type { Account } from '../../accounts/index.js'
import { type Activity, activity } from '../../activities/index.js'
import { SociusError, throwIfAborted, yieldToLoop } from '../../kernel/index.js'
import type { TaskContext } from '../../operation/index.js'
import type { Where } from '../../store/index.js'
import { checkpoint } from '../checkpoint.js'
import type { AccountReport } from '../report.js'
import type { SyncSettings } from '../sync-settings.js'
import { type AccountRun, runAccount } from './account-run.js'
import { applyAnswer, leastWindow } from './apply-answer.js'
import { type LookUp, lookUpOf } from './look-up.js'
import { retryQuarantined } from './retry-quarantined.js'

export interface RefreshAccountOptions {
  readonly context: TaskContext
  readonly account: Account
  readonly settings: SyncSettings
  /** Lets a run erase most of what it looks up; without it such a run stops, because a fault looks the same. */
  readonly confirmMassDeletion: boolean
  /** Only what is due, in so many calls at most; or all that was published after a time, null for the whole past. */
  readonly scope: { readonly due: number } | { readonly publishedAfter: number | null }
}

const day = 24 * 3_600_000

/**
 * Looks up what is stored of an account: counts, edits and deletions come back from one call a batch. What is missing is
 * suspected first; a later look-up that misses it again erases it.
 */
export function refreshAccount(options: RefreshAccountOptions): Promise<AccountReport> {
  const { context, account, settings, scope } = options
  return runAccount({ context, account, settings, stream: 'refresh' }, async (run, stored) => {
    const lookUp = lookUpOf(run)
    if (!lookUp) throw new SociusError('unsupported', `${run.provider.title} does not offer look-ups.`)
    // Later than what is stored and than the last refresh, whatever the clock says: what it has looked at is told by it.
    const startedAt = Math.max(context.clock.now(), stored.startedAt ?? 0) + 1
    const rounds = 'due' in scope ? scope.due : Number.POSITIVE_INFINITY
    const next = 'due' in scope ? dueRows(run, lookUp) : allRows(run, { startedAt, ...scope })
    for (let rows = await next(); rows.length > 0; rows = await next()) {
      throwIfAborted(run.signal)
      if (run.report.pages >= rounds) {
        run.report.outcome = 'partial'
        return
      }
      await applyAnswer({ run, lookUp, rows, startedAt, confirmMassDeletion: options.confirmMassDeletion })
      run.report.pages += 1
      await yieldToLoop()
    }
    // Each waits a day, so that a run that comes every hour does not ask for them every hour.
    await retryQuarantined(run, lookUp, 'due' in scope ? startedAt - day : startedAt)
    const completedAt = context.clock.now()
    await run.write((inner) =>
      inner.store.upsert(checkpoint, [{ ...stored, startedAt, completedAt, updatedAt: completedAt }]),
    )
  })
}

/**
 * What is due; where a call costs the same however many ids it names, it is filled with what is due next. Nothing when
 * nothing is due.
 */
function dueRows({ context, account, settings }: AccountRun, { perCall, isFlat }: LookUp) {
  return async (): Promise<readonly Activity[]> => {
    const now = context.clock.now()
    const limit = Math.max(perCall, leastWindow)
    const rows = await waitingRows(context, account, {}, limit)
    const due = rows.filter((row) => (row.checkAt ?? 0) <= now).length
    if (due > 0) return rows.slice(0, isFlat ? Math.ceil(due / perCall) * perCall : due)
    // Nothing is put off for so long, but by a clock that was wrong.
    return waitingRows(context, account, { checkAt: { gt: now + 2 * settings.checks.latest } }, limit)
  }
}

/** Everything that has not been looked at since the run began. */
function allRows(
  { context, account }: AccountRun,
  { startedAt, publishedAfter }: { startedAt: number; publishedAfter: number | null },
) {
  const where = {
    // What has been looked at since carries its start at least; what is later by a day, a mistake of a clock.
    or: [{ fetchedAt: { lt: startedAt } }, { fetchedAt: { gt: startedAt + day } }],
    ...(publishedAfter === null ? {} : { publishedAt: { gte: publishedAfter } }),
  }
  return () => waitingRows(context, account, where, roundOfAll)
}

const roundOfAll = 100

async function waitingRows(
  { store }: TaskContext,
  { id: accountId }: Account,
  more: Where<Activity>,
  limit: number,
): Promise<readonly Activity[]> {
  const where = { accountId, state: { ne: 'deleted' as const }, ...more }
  const page = await store.query(activity, { where, orderBy: [['checkAt', 'asc']], limit })
  return page.items
}
