import * as z from 'zod/mini'
import { requireAccount } from '../accounts/index.js'
import { type Activity, activity } from '../activities/index.js'
import { SociusError } from '../kernel/index.js'
import {
  actsFor,
  anybody,
  defineQuery,
  defineTask,
  pageInput,
  pageOf,
  privileged,
  type TaskContext,
} from '../operation/index.js'
import { maxBatch, reference } from '../store/index.js'
import { checkpoint } from './checkpoint.js'
import { draftSchema } from './draft-schema.js'
import { createDueOperations } from './due.operations.js'
import { loadEngine } from './load-engine.js'
import { createLookAroundOperations } from './look-around.operations.js'
import { quarantine } from './quarantine.js'
import { createQueueOperations } from './queue.operations.js'
import { syncReportSchema } from './report.js'
import type { SyncSettings } from './sync-settings.js'

const scope = {
  /** The accounts of one person. */
  personId: z.optional(reference()),
  /** One account. Without either, every account of the tenant. */
  accountId: z.optional(reference()),
}

/** The operations of sync, with the host's settings. */
export function createSyncOperations(settings: SyncSettings) {
  const run = defineTask({
    name: 'sync.run',
    summary: 'Reads what accounts have published since they were last read.',
    input: () =>
      z.strictObject({
        ...scope,
        /** Reads everything again, not only what is new. */
        full: z._default(z.boolean(), false),
      }),
    output: syncReportSchema,
    access: anybody,
    async run(context, input) {
      const { overAccounts, syncAccount } = await loadEngine()
      return overAccounts(context, input, settings, (row) =>
        syncAccount({ context, account: row, settings, full: input.full }),
      )
    },
  })

  const refresh = defineTask({
    name: 'sync.refresh',
    summary: 'Looks up what is stored: counts, edits and deletions.',
    input: () =>
      z.strictObject({
        ...scope,
        publishedAfter: z._default(z.nullable(z.int()), null),
        confirmMassDeletion: z._default(z.boolean(), false),
      }),
    output: syncReportSchema,
    access: anybody,
    async run(context, { publishedAfter, confirmMassDeletion, ...input }) {
      const { overAccounts, refreshAccount } = await loadEngine()
      return overAccounts(context, input, settings, (row) =>
        refreshAccount({ context, account: row, settings, scope: { publishedAfter }, confirmMassDeletion }),
      )
    },
  })

  const checkpoints = defineQuery({
    name: 'sync.checkpoints',
    summary: 'How far accounts have been read.',
    input: () => pageInput({ accountId: z.optional(reference()) }),
    output: () => pageOf(checkpoint.schema),
    access: privileged,
    run: (context, { accountId, limit, cursor }) =>
      context.store.query(checkpoint, { where: accountId === undefined ? {} : { accountId }, limit, cursor }),
  })

  const quarantined = defineQuery({
    name: 'sync.quarantined',
    summary: 'Items that were set aside, the latest first.',
    input: () => pageInput({ accountId: reference() }),
    output: () => pageOf(quarantine.schema),
    access: privileged,
    run: (context, { accountId, limit, cursor }) =>
      context.store.query(quarantine, { where: { accountId }, orderBy: [['lastSeenAt', 'desc']], limit, cursor }),
  })

  const comments = defineTask({
    name: 'sync.comments',
    summary: 'Reads what was answered on its platform to an activity.',
    input: () => z.strictObject({ activityId: reference() }),
    output: syncReportSchema,
    access: anybody,
    async run(context, { activityId }) {
      const startedAt = context.clock.now()
      const subject = await requireOwnActivity(context, activityId)
      const row = await requireAccount(context.store, subject.accountId ?? '')
      const { sumReports, syncComments } = await loadEngine()
      const report = await syncComments({ context, account: row, subject, settings })
      return sumReports([report], startedAt, context.clock.now())
    },
  })

  const item = defineTask({
    name: 'sync.item',
    summary: 'Reads one item of an account, by the address that a person pastes.',
    input: () =>
      z.strictObject({ accountId: reference(), address: z.string().check(z.minLength(1), z.maxLength(4000)) }),
    output: syncReportSchema,
    access: anybody,
    async run(context, { accountId, address }) {
      const { overAccounts, syncItem } = await loadEngine()
      return overAccounts(context, { accountId }, settings, (row) =>
        syncItem({ context, account: row, address, settings }),
      )
    },
  })

  const importArchive = defineTask({
    name: 'sync.importArchive',
    summary: 'Keeps what a person’s own archive says of what they have published; the platform’s word comes first.',
    input: () =>
      z.strictObject({
        accountId: reference(),
        /** As the platform's provider reads them out of the archive; the same batch again changes nothing. */
        drafts: z.array(z.lazy(draftSchema)).check(z.minLength(1), z.maxLength(maxBatch)),
        /** What the archive is called. */
        source: z._default(z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/)), 'archive'),
        /** When the archive was taken, in milliseconds since the epoch: the later of two wins. @default now */
        exportedAt: z.optional(z.int().check(z.minimum(0))),
      }),
    output: syncReportSchema,
    access: anybody,
    async run(context, { accountId, drafts, source, exportedAt }) {
      const now = context.clock.now()
      if (exportedAt !== undefined && exportedAt > now) {
        throw new SociusError('invalid_input', 'sync.importArchive: exportedAt lies in the future.')
      }
      const archive = { source, at: exportedAt ?? now }
      const engine = await loadEngine()
      return engine.overAccounts(context, { accountId }, settings, (row) =>
        engine.importArchive({ context, account: row, settings, drafts, archive }),
      )
    },
  })

  return {
    run,
    refresh,
    comments,
    item,
    importArchive,
    checkpoints,
    quarantined,
    ...createDueOperations(settings),
    ...createQueueOperations(settings),
    ...createLookAroundOperations(settings),
  }
}

/** A synced activity of the actor's own, or of anybody for the system. */
async function requireOwnActivity(context: TaskContext, activityId: string): Promise<Activity> {
  const [row] = await context.store.get(activity, [activityId])
  const isOwn = row?.origin === 'synced' && row.state !== 'deleted' && actsFor(context.actor, row.personId ?? '')
  if (row && isOwn) return row
  throw new SociusError('not_found', 'There is no such synced activity.', { details: { activityId } })
}
