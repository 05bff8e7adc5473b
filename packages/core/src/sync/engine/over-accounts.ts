import { type Account, account, requireOwnAccount } from '../../accounts/index.js'
import { SociusError, throwIfAborted } from '../../kernel/index.js'
import { actsFor, privileged, type TaskContext } from '../../operation/index.js'
import type { AccountReport, SyncReport } from '../report.js'
import type { SyncSettings } from '../sync-settings.js'
import { sumReports } from './make-report.js'

/** One account, those of a person, or, without either, every account of the tenant. */
export interface AccountScope {
  readonly personId?: string | undefined
  readonly accountId?: string | undefined
}

/** Does the work for every account in scope, several at a time, and sums up. */
export async function overAccounts(
  context: TaskContext,
  wanted: AccountScope,
  settings: SyncSettings,
  work: (row: Account) => Promise<AccountReport>,
): Promise<SyncReport> {
  const startedAt = context.clock.now()
  const reports: AccountReport[] = []
  for (let cursor: string | null = null, more = true; more; ) {
    const page = await accountsInScope(context, wanted, cursor)
    const waiting = [...page.items]
    const worker = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        throwIfAborted(context.signal)
        reports.push(await work(row))
      }
    }
    await Promise.all(Array.from({ length: settings.concurrency }, worker))
    cursor = page.next
    more = cursor !== null
  }
  return sumReports(reports, startedAt, context.clock.now())
}

async function accountsInScope(
  context: TaskContext,
  { personId, accountId }: AccountScope,
  cursor: string | null,
): Promise<{ items: Account[]; next: string | null }> {
  const { actor, store } = context
  if (accountId !== undefined) {
    return { items: [await requireOwnAccount(context, accountId)], next: null }
  }
  if (personId !== undefined) {
    if (!actsFor(actor, personId)) throw new SociusError('forbidden', 'These accounts belong to another person.')
    return store.query(account, { where: { personId, state: { ne: 'disconnected' } }, limit: 100, cursor })
  }
  if (!privileged(actor, undefined)) throw new SociusError('forbidden', 'Only the system reads everybody’s accounts.')
  return store.query(account, { where: { state: { ne: 'disconnected' } }, limit: 100, cursor })
}
