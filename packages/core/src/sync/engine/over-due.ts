import { throwIfAborted } from '../../kernel/index.js'
import type { TaskContext } from '../../operation/index.js'
import type { AccountReport, SyncReport } from '../report.js'
import type { SyncSettings } from '../sync-settings.js'
import { sumReports } from './make-report.js'
import { claimDue, readDue } from './run-due.js'

/** Takes due accounts one after the other, several at a time, until none is due or the limits are reached. */
export async function overDue(
  context: TaskContext,
  settings: SyncSettings,
  { limit, budget }: { limit: number; budget: number | undefined },
): Promise<SyncReport> {
  const { clock, shared, actor } = context
  const startedAt = clock.now()
  const reports: AccountReport[] = []
  let begun = 0
  const worker = async () => {
    while (begun < limit && (budget === undefined || clock.now() - startedAt < budget)) {
      throwIfAborted(context.signal)
      begun += 1
      const due = await claimDue(shared, { settings, now: clock.now(), tenant: actor.tenant })
      if (!due) return
      reports.push(...(await readDue(context, settings, due)))
    }
  }
  await Promise.all(Array.from({ length: settings.concurrency }, worker))
  return sumReports(reports, startedAt, clock.now())
}
