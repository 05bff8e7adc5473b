import * as z from 'zod/mini'
import { throwIfAborted } from '../kernel/index.js'
import { defineTask, privileged, type TaskContext } from '../operation/index.js'
import { type AccountReport, type SyncReport, sumReports, syncReportSchema } from './report.js'
import { claimDue, readDue } from './run-due.js'
import type { SyncSettings } from './sync-settings.js'

/** Reading what is due, for hosts that have a scheduler of their own. */
export function createDueOperations(settings: SyncSettings) {
  const runDue = defineTask({
    name: 'sync.runDue',
    summary: 'Reads what is due of the tenant’s accounts, those that have been due the longest first.',
    input: () =>
      z.strictObject({
        /** Accounts at most. */
        limit: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 1000),
        /** Milliseconds after which no further account is begun. */
        budget: z.optional(z.int().check(z.minimum(0))),
      }),
    output: syncReportSchema,
    access: privileged,
    run: (context, { limit, budget }) => overDue(context, settings, { limit, budget }),
  })

  return { runDue }
}

/** Takes due accounts one after the other, several at a time, until none is due or the limits are reached. */
async function overDue(
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
