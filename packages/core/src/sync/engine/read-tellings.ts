import { type ActivitySupplement, activitySupplement } from '../../activities/index.js'
import type { AccountRun } from './account-run.js'

/** Whether the account of a run has any archive. It cannot change within the run, which has the account's lease. */
const known = new WeakMap<AccountRun, Promise<boolean>>()

/** What archives say of activities, by id: one statement, and none for accounts without archives. */
export async function readTellings(
  run: AccountRun,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ActivitySupplement['tellings']>> {
  if (ids.length === 0 || !(await hasArchive(run))) return new Map()
  const rows = await run.context.store.get(activitySupplement, ids)
  return new Map(rows.flatMap((row) => (row ? [[row.id, row.tellings] as const] : [])))
}

function hasArchive(run: AccountRun): Promise<boolean> {
  const { account, context } = run
  const asked =
    known.get(run) ??
    context.store
      .query(activitySupplement, { where: { accountId: account.id }, limit: 1 })
      .then(({ items }) => items.length > 0)
  known.set(run, asked)
  return asked
}
