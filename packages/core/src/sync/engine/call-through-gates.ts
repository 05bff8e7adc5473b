import type { Account } from '../../accounts/index.js'
import type { TaskContext } from '../../operation/index.js'
import type { Provider, ReaderName } from '../../provider/index.js'
import { type GateKeys, gateKeys } from '../gate.js'
import { sourceOf } from '../schedule.js'
import type { SyncSettings } from '../sync-settings.js'
import { type Answer, callProvider } from './call-provider.js'
import { gatesOf } from './gates.js'

export interface GatedCallOptions {
  readonly context: Pick<TaskContext, 'shared' | 'clock' | 'random'>
  readonly settings: SyncSettings
  readonly signal: AbortSignal
  /** Told of every request that is made. */
  onAttempt(): void
}

/** The gates of a reader's calls: for an account, or for the platform as such. */
export function keysOf(provider: Provider, reader: ReaderName, account: Account | null): GateKeys {
  const capability = provider.capabilities[reader]
  return gateKeys({
    source: account ? sourceOf(provider, account) : provider.platform,
    reader,
    credentialOf: account && capability?.memberToken ? account.id : null,
    published: capability?.limit ?? null,
  })
}

/** Makes a call when its gates are open, again while that may help, and lets the gates learn from what comes of it. */
export function callThroughGates<Given extends Answer>(
  { context, settings, signal, onAttempt }: GatedCallOptions,
  keys: GateKeys,
  call: () => Promise<Given>,
): Promise<Given> {
  const { clock, random, shared } = context
  const { retry } = settings
  const gates = gatesOf(settings)
  const at = { store: shared, clock, random, signal }
  return callProvider(call, {
    policy: retry,
    clock,
    random,
    signal,
    onAttempt,
    gates: {
      enter: () => gates.enter(at, keys, retry.longest),
      answered: (answer) => gates.answered(at, keys, answer),
      limited: (retryAfter) => gates.limited(at, keys, retryAfter),
      failed: () => gates.failed(at, keys),
      unauthorized: () => gates.unauthorized(at, keys),
    },
  })
}
