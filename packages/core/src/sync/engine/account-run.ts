import { type Account, account, accountStateChanged, consent, covers } from '../../accounts/index.js'
import { deriveId, isSociusError, SociusError, throwIfAborted } from '../../kernel/index.js'
import type { CommandContext, TaskContext } from '../../operation/index.js'
import type { Provider, ReaderName, RejectedItem } from '../../provider/index.js'
import { type Checkpoint, checkpoint, freshCheckpoint } from '../checkpoint.js'
import { quarantine } from '../quarantine.js'
import type { AccountReport } from '../report.js'
import type { SyncSettings } from '../sync-settings.js'
import { type Answer, asProviderError } from './call-provider.js'
import { callThroughGates, keysOf } from './call-through-gates.js'
import { acquireLease, holdLease, type Lease, releaseLease } from './hold-lease.js'
import { emptyReport } from './make-report.js'
import { quarantineRows } from './quarantine-rows.js'
import { settle } from './settle.js'

/** What the reading of one stream of one account works with. */
export interface AccountRun {
  readonly context: TaskContext
  readonly account: Account
  readonly provider: Provider
  readonly settings: SyncSettings
  readonly report: AccountReport
  readonly signal: AbortSignal
  /** Whether the consent lets others see what is read. */
  readonly mayDisplay: boolean
  /** Makes a call with one of the provider's readers, when its gates are open; repeats it while that may help; counts. */
  call<Given extends Answer>(reader: ReaderName, call: () => Promise<Given>): Promise<Given>
  /**
   * One transaction of this run. Within it the run still has its lease, and the account its consent: whoever withdraws
   * the consent waits for the transaction, and what comes after it is not written.
   */
  write<Result>(work: (context: CommandContext) => Promise<Result>): Promise<Result>
  /** Tells the report of items that were set aside. */
  reportRejected(rejected: readonly RejectedItem[]): void
}

export interface AccountRunOptions {
  readonly context: TaskContext
  readonly account: Account
  readonly settings: SyncSettings
  readonly stream: Checkpoint['stream']
}

/**
 * Reads a stream of an account under a lease, and reports what came of it. Never throws for what one account or its
 * platform does: a run over many accounts goes on.
 * @throws `aborted`, `store_unavailable` and what else concerns the whole run.
 */
export async function runAccount(
  options: AccountRunOptions,
  read: (run: AccountRun, stored: Checkpoint) => Promise<void>,
): Promise<AccountReport> {
  const { context, account: row, settings, stream } = options
  const { clock, store } = context
  const report = emptyReport(row, stream)
  const provider = context.provider(row.platform)
  const ended = { context, account: row, provider, settings, report, startedAt: clock.now() }
  const [grant] = await store.get(consent, [row.consentId])
  const asked = { platform: row.platform, now: clock.now() }
  if (row.state === 'disconnected' || !grant || !covers(grant, { ...asked, purpose: 'sync' })) {
    refuse(report)
    await settle(ended)
    return report
  }
  const held: Lease = { id: deriveId(context.actor.tenant, 'sync', row.id), holder: context.newId() }
  const duration = settings.leaseDuration
  if (!(await acquireLease(store, held, { now: clock.now(), duration }))) return { ...report, outcome: 'busy' }
  const stayAlive = keepAlive(context, held, duration)
  const run: AccountRun = {
    context: waitingWithLease(context, stayAlive),
    account: row,
    settings,
    report,
    provider,
    signal: context.signal ?? new AbortController().signal,
    mayDisplay: covers(grant, { ...asked, purpose: 'display' }),
    call: (reader, call) =>
      callAndCount(run, reader, async () => {
        await stayAlive(0)
        return call()
      }),
    write: (work) =>
      context.transaction(async (inner) => {
        await holdLease(inner.store, held, { now: clock.now(), duration })
        await holdAccount(inner, row)
        return work(inner)
      }),
    reportRejected: (rejected) => {
      report.quarantined += rejected.length
      report.quarantine.push(...rejected.slice(0, quarantineListed - report.quarantine.length))
    },
  }
  const fresh = freshCheckpoint(context.actor.tenant, row.id, stream)
  try {
    const [stored] = await store.get(checkpoint, [fresh.id])
    const failure = await read(run, stored ?? fresh).catch((cause: unknown) => conclude(run, cause))
    await settle({ ...ended, ...(failure ? { failure } : {}) })
  } finally {
    await releaseLease(store, held)
  }
  return report
}

/**
 * Prolongs the lease when a good part of it is over, or will be after a wait: calls that run into time-outs, one after the
 * other, last longer than a lease.
 * @throws `busy` when somebody else has it by now.
 */
function keepAlive({ clock, store }: TaskContext, held: Lease, duration: number) {
  let heldAt = clock.now()
  return async (wait: number): Promise<void> => {
    const now = clock.now()
    const isFresh = heldAt <= now && (now - heldAt + wait) * 4 <= duration
    if (isFresh) return
    await holdLease(store, held, { now, duration: duration + wait })
    heldAt = now
  }
}

/** A context whose long waits keep the lease: nobody takes the account for abandoned meanwhile. */
function waitingWithLease(context: TaskContext, stayAlive: (wait: number) => Promise<void>): TaskContext {
  const { clock } = context
  return {
    ...context,
    clock: {
      now: () => clock.now(),
      async wait(milliseconds, signal) {
        await stayAlive(milliseconds)
        await clock.wait(milliseconds, signal)
      },
    },
  }
}

/** The account as it was read, still active and on the same consent; its row is locked until the transaction ends. */
async function holdAccount(context: CommandContext, row: Account): Promise<void> {
  const { id, consentId, personId, state } = row
  const held = await context.store.update(account, {
    where: { id, consentId, personId, state: { ne: 'disconnected' } },
    set: { consentId },
  })
  if (held === 1) return
  const [current] = await context.store.get(account, [id])
  // The next run reads on in the name of whoever it belongs to now.
  if (current && current.personId !== personId) throw movedMeanwhile(id)
  throw new SociusError('consent_required', 'The account was disconnected or linked anew meanwhile.', {
    details: { accountId: id, state },
  })
}

/** Says that an account went to another person while it was read. */
export function movedMeanwhile(accountId: string): SociusError {
  return new SociusError('busy', 'The account went to another person meanwhile.', {
    retryable: true,
    details: { accountId },
  })
}

async function callAndCount<Given extends Answer>(
  run: AccountRun,
  reader: ReaderName,
  call: () => Promise<Given>,
): Promise<Given> {
  const { report, settings, signal, context, provider, account: row } = run
  const capability = provider.capabilities[reader]
  let attempts = 0
  try {
    const options = { context, settings, signal, onAttempt: () => void attempts++ }
    const answer = await callThroughGates(options, keysOf(provider, reader, row), call)
    report.calls += answer.calls - 1
    report.rateLimit = answer.rateLimit ?? report.rateLimit
    return answer
  } finally {
    report.calls += attempts
    report.spend += attempts * (capability?.price.perCall ?? 0)
  }
}

/** The most items that a report names; the collection holds them all. */
const quarantineListed = 100

/** Writes down which items were set aside, and why. */
export async function setAside(
  context: CommandContext,
  accountId: string,
  rejected: readonly RejectedItem[],
): Promise<void> {
  if (rejected.length === 0) return
  await context.store.upsert(quarantine, quarantineRows(context.actor.tenant, accountId, rejected, context.clock.now()))
}

function refuse(report: AccountReport): void {
  const message = 'No consent in force covers this account.'
  report.outcome = 'refused'
  report.error = { code: 'consent_required', retryable: false, message }
}

/** Turns what stopped a run into its report. */
function conclude({ report, context }: AccountRun, cause: unknown): SociusError {
  if (isSociusError(cause, 'aborted') || isStoreError(cause)) throw cause
  throwIfAborted(context.signal)
  const error = asProviderError(cause)
  const { code, retryable, message } = error
  report.error = { code, retryable, message }
  report.outcome =
    code === 'consent_required' ? 'refused' : code === 'busy' ? 'busy' : report.pages > 0 ? 'partial' : 'failed'
  return error
}

function isStoreError(cause: unknown): boolean {
  return isSociusError(cause) && (cause.code.startsWith('store_') || cause.code === 'invalid_input')
}

/** Moves the account to another state, if it is not there yet, and says so. */
export async function changeAccountState(
  context: CommandContext,
  row: Account,
  state: 'active' | 'unreadable' | 'unauthorized' | 'gone',
): Promise<void> {
  const where = { id: row.id, state: { notIn: [state, 'disconnected' as const] } }
  const moved = await context.store.update(account, { where, set: { state, stateSince: context.clock.now() } })
  if (moved === 0) return
  const { id: accountId, personId, platform } = row
  context.emit(accountStateChanged, { subject: accountId, payload: { accountId, personId, platform, state } })
}
