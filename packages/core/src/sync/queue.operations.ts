import * as z from 'zod/mini'
import { type Account, account, requireOwnAccount } from '../accounts/index.js'
import { SociusError } from '../kernel/index.js'
import {
  actsFor,
  anybody,
  type CommandContext,
  defineCommand,
  defineQuery,
  pageInput,
  pageOf,
  privileged,
} from '../operation/index.js'
import { integer, maxRows, reference } from '../store/index.js'
import { loadEngine } from './load-engine.js'
import { placeSchema } from './queue-place.js'
import { freshSchedule, schedule } from './schedule.js'
import type { SyncSettings } from './sync-settings.js'

/** A request is ahead of all that has been due for less than this, and behind what has waited longer: nobody starves. */
const ahead = 24 * 3_600_000
/** An account that was read a moment ago is not read again for the asking. */
const momentAgo = 60_000

/** What can be asked of the queue that accounts wait in. */
export function createQueueOperations(settings: SyncSettings) {
  const place = defineQuery({
    name: 'sync.place',
    summary: 'Where an account stands in the queue, and when its turn is to be expected.',
    input: () => z.strictObject({ accountId: reference() }),
    output: placeSchema,
    access: anybody,
    async run(context, { accountId }) {
      const { placeOf } = await loadEngine()
      return placeOf(context, settings, accountId)
    },
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
