import type { Account } from '../../accounts/index.js'
import { writeActivities } from '../../activities/index.js'
import { isSociusError, SociusError } from '../../kernel/index.js'
import type { TaskContext } from '../../operation/index.js'
import type { AccountReport } from '../report.js'
import type { SyncSettings } from '../sync-settings.js'
import { type AccountRun, runAccount, setAside } from './account-run.js'
import { preparePage } from './prepare-page.js'
import { countWrites } from './sync-account.js'

export interface SyncItemOptions {
  readonly context: TaskContext
  readonly account: Account
  /** As a person pastes it. */
  readonly address: string
  readonly settings: SyncSettings
}

/**
 * Reads one item of an account by its address. What is by somebody else is refused, and nothing of it is kept: they have
 * agreed to nothing.
 * @throws `unsupported` where the platform gives no single items, `invalid_input` for an address that is none of its own
 */
export function syncItem({ context, account, address, settings }: SyncItemOptions): Promise<AccountReport> {
  const { title, readers } = context.provider(account.platform)
  const reader = readers.item
  if (!reader) throw new SociusError('unsupported', `${title} does not offer single items.`)
  return runAccount({ context, account, settings, stream: 'item' }, async (run) => {
    try {
      await readItem(run, reader, address)
    } catch (error) {
      // That one page is not there says nothing of the account, nor when it is due.
      if (!isSociusError(error) || !error.code.startsWith('provider_')) throw error
      const { code, retryable, message } = error
      Object.assign(run.report, { outcome: 'failed', error: { code, retryable, message } })
    }
  })
}

async function readItem(
  run: AccountRun,
  reader: NonNullable<AccountRun['provider']['readers']['item']>,
  address: string,
): Promise<void> {
  const { account, provider, report, signal } = run
  const capability = provider.capabilities.item
  const { item } = await run.call('item', () => reader({ account, address, signal }))
  report.pages += 1
  report.fetched += 1
  report.spend += capability?.price.perItem ?? 0
  if (item.author.externalId !== account.externalId) {
    throw new SociusError('consent_required', 'The item is by somebody else, whose consent does not cover it.')
  }
  const prepared = await preparePage(run, [item])
  const result = await run.write(async (inner) => {
    const written = await writeActivities(inner, prepared)
    await setAside(inner, account.id, prepared.rejected)
    return written
  })
  countWrites(report, result, prepared)
  run.reportRejected(prepared.rejected)
}
