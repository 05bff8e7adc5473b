import { type Account, consent, covers } from '../../accounts/index.js'
import { SociusError } from '../../kernel/index.js'
import type { TaskContext } from '../../operation/index.js'
import type { ActivityDraft, Capability, ReadPage } from '../../provider/index.js'
import { checkKeywordQuery, parseKeywordQuery } from '../../provider/keyword-query/index.js'
import type { FoundPage, SearchPage } from '../found-page.js'
import type { GateKeys } from '../gate.js'
import type { SyncSettings } from '../sync-settings.js'
import { callThroughGates, keysOf } from './call-through-gates.js'
import { cleanDrafts } from './clean-draft.js'

export interface LookOptions {
  readonly context: TaskContext
  readonly settings: SyncSettings
  readonly limit: number
  readonly cursor: string | null
}

/**
 * Searches a platform.
 * @throws `unsupported` where the platform has no search, or can be told nothing of the query; `invalid_input` for what is
 * no query; what a provider throws
 */
export async function searchPlatform(
  options: LookOptions & { readonly platform: string; readonly query: unknown },
): Promise<SearchPage> {
  const { context, cursor, platform } = options
  const { capabilities, readers, title } = context.provider(platform)
  const { search } = readers
  const capability = capabilities.search
  if (!search || !capability) throw new SociusError('unsupported', `${title} does not offer searches.`)
  const query = typeof options.query === 'string' ? parseKeywordQuery(options.query) : checkKeywordQuery(options.query)
  const limit = Math.min(options.limit, capability.pageSize)
  const keys = keysOf(context.provider(platform), 'search', null)
  const { page, found } = await look(options, { capability, keys }, (signal) =>
    search({ query, since: null, cursor, limit, signal }),
  )
  return { ...found, asked: page.asked, filtered: page.filtered }
}

/**
 * Reads where others have named an account.
 * @throws `unsupported`, `consent_required`, what a provider throws
 */
export async function readMentions(options: LookOptions & { readonly account: Account }): Promise<FoundPage> {
  const { account, context, cursor } = options
  const [grant] = await context.store.get(consent, [account.consentId])
  const asked = { platform: account.platform, now: context.clock.now(), purpose: 'sync' as const }
  if (account.state === 'disconnected' || !grant || !covers(grant, asked)) {
    throw new SociusError('consent_required', 'No consent in force covers this account.')
  }
  const { capabilities, readers, title } = context.provider(account.platform)
  const { mentions } = readers
  const capability = capabilities.mentions
  if (!mentions || !capability) throw new SociusError('unsupported', `${title} does not offer mentions.`)
  const limit = Math.min(options.limit, capability.pageSize)
  const keys = keysOf(context.provider(account.platform), 'mentions', account)
  const { found } = await look(options, { capability, keys }, (signal) =>
    mentions({ account, since: null, cursor, limit, signal }),
  )
  return found
}

/** Makes the call, again while that may help, and shows what came of it. */
async function look<Page extends ReadPage<ActivityDraft>>(
  { context, settings }: LookOptions,
  { capability: { price }, keys }: { readonly capability: Capability; readonly keys: GateKeys },
  call: (signal: AbortSignal) => Promise<Page>,
): Promise<{ readonly page: Page; readonly found: FoundPage }> {
  const signal = context.signal ?? new AbortController().signal
  let attempts = 0
  const options = { context, settings, signal, onAttempt: () => void attempts++ }
  const page = await callThroughGates(options, keys, () => call(signal))
  const items = await cleanDrafts(page.items)
  const calls = attempts - 1 + page.calls
  const spend = attempts * price.perCall + page.items.length * price.perItem
  return { page, found: { items, rejected: page.rejected.length, next: page.next, calls, spend } }
}
