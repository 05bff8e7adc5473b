import * as z from 'zod/mini'
import { defineTask, privileged } from '../operation/index.js'
import { loadEngine } from './load-engine.js'
import { syncReportSchema } from './report.js'
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
    async run(context, { limit, budget }) {
      const { overDue } = await loadEngine()
      return overDue(context, settings, { limit, budget })
    },
  })

  return { runDue }
}
