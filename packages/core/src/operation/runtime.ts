import type { Actor, Clock, IdSource, Logger, SociusEvent } from '../kernel/index.js'
import { parse, SociusError, throwIfAborted } from '../kernel/index.js'
import { createAnnouncements, machineryTenant } from '../outbox/index.js'
import type { Provider } from '../provider/index.js'
import { createStore, maxKeyLength, type Store, type StoreAdapter } from '../store/index.js'
import type { CommandContext, QueryContext, ReadStore, TaskContext } from './context.js'
import type { CallOptions } from './module.js'
import type { Operation } from './operation.js'

/** What operations run on: made once by the composition root. */
export interface Runtime {
  readonly adapter: StoreAdapter
  /** Whether a transaction that lost a race may be run again: not within one of the host's, which is then undone. */
  readonly mayRetry: boolean
  readonly clock: Clock
  readonly newId: IdSource
  readonly random: () => number
  readonly logger: Logger
  readonly providers: ReadonlyMap<string, Provider>
  /** Called after each commit with what it announced. */
  committed(events: readonly SociusEvent[]): void
}

const attempts = 4

/**
 * Runs an operation: input, access, then one transaction for a command.
 * @throws `invalid_input`, `forbidden`, `aborted`, and whatever the operation itself throws.
 */
export async function runOperation(
  runtime: Runtime,
  operation: Operation,
  actor: Actor,
  input: unknown,
  options: CallOptions = {},
): Promise<unknown> {
  checkActor(actor)
  const parsed = parse(operation.input, input ?? {})
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, issuesNamed)
    throw new SociusError('invalid_input', `${operation.name}: ${describeIssues(issues)}`, {
      details: { operation: operation.name, issues: issues.map(({ path, code }) => ({ path: placeOf(path), code })) },
    })
  }
  if (!operation.access(actor, parsed.data)) {
    throw new SociusError('forbidden', `${operation.name} is not for this actor.`, {
      details: { operation: operation.name },
    })
  }
  const { signal } = options
  throwIfAborted(signal)
  const stores = storesOf(runtime.adapter, actor.tenant)
  switch (operation.kind) {
    case 'query': {
      const reading = { store: readingOnly(stores.store), shared: readingOnly(stores.shared) }
      return operation.run(contextOf(runtime, reading, actor, signal), parsed.data)
    }
    case 'command':
      return transact(runtime, actor, signal, (context) => operation.run(context, parsed.data))
    case 'task': {
      const context: TaskContext = {
        ...contextOf(runtime, stores, actor, signal),
        transaction: (work) => transact(runtime, actor, signal, work),
      }
      return operation.run(context, parsed.data)
    }
  }
}

/** The rows of a tenant, and those of none. */
function storesOf(adapter: StoreAdapter, tenant: string): { store: Store; shared: Store } {
  return { store: createStore(adapter, tenant), shared: createStore(adapter, machineryTenant) }
}

/** One transaction with what it announces. Deadlocks and lost races are tried again: nothing of them was kept. */
async function transact<Result>(
  runtime: Runtime,
  actor: Actor,
  signal: AbortSignal | undefined,
  work: (context: CommandContext) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const announcements = createAnnouncements({ actor, clock: runtime.clock, newId: runtime.newId })
    try {
      const result = await runtime.adapter.transaction(async (adapter) => {
        const stores = storesOf(adapter, actor.tenant)
        const context = { ...contextOf(runtime, stores, actor, signal), emit: announcements.emit }
        const made = await work(context)
        await announcements.write(context.store)
        return made
      })
      const events = announcements.events()
      if (events.length > 0) runtime.committed(events)
      return result
    } catch (error) {
      const lost = error instanceof Error && (error as { code?: unknown }).code === 'store_conflict'
      if (!lost || !runtime.mayRetry || attempt === attempts) throw error
      await runtime.clock.wait(5 * 2 ** attempt, signal)
    }
  }
}

/** The context of a reaction: the system, in the tenant of the event, within the dispatcher's transaction. */
export async function runInTransaction(
  runtime: Runtime,
  adapter: StoreAdapter,
  actor: Actor,
  work: (context: CommandContext) => Promise<void>,
): Promise<readonly SociusEvent[]> {
  const announcements = createAnnouncements({ actor, clock: runtime.clock, newId: runtime.newId })
  const stores = storesOf(adapter, actor.tenant)
  const context = { ...contextOf(runtime, stores, actor, undefined), emit: announcements.emit }
  await work(context)
  await announcements.write(context.store)
  return announcements.events()
}

/** Writes are not merely hidden from the type: a host's module may be plain JavaScript. */
function readingOnly({ get, pick, query, aggregate }: Store): ReadStore {
  return { get, pick, query, aggregate }
}

function contextOf<OperationStore extends ReadStore>(
  runtime: Runtime,
  stores: { readonly store: OperationStore; readonly shared: OperationStore },
  actor: Actor,
  signal: AbortSignal | undefined,
): QueryContext & { readonly store: OperationStore; readonly shared: OperationStore } {
  const { clock, newId, random, logger, providers } = runtime
  return {
    actor,
    ...stores,
    clock,
    newId,
    random,
    logger,
    signal,
    providers,
    provider: (platform) => {
      const provider = providers.get(platform)
      if (provider) return provider
      throw new SociusError('unsupported', 'No provider is configured for this platform.', {
        details: { platform: platform.slice(0, 40), configured: [...providers.keys()] },
      })
    },
  }
}

// Both stand in keys: what an engine would cut or replace could become somebody else's.
function isKey(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    text !== '' &&
    text.length <= maxKeyLength &&
    text.isWellFormed() &&
    !text.includes('\0')
  )
}

/** Whether it is an actor that operations can run for. */
export function isActor(actor: unknown): actor is Actor {
  const { id, tenant, roles } = (actor ?? {}) as Partial<Record<keyof Actor, unknown>>
  return isKey(id) && isKey(tenant) && tenant !== machineryTenant && Array.isArray(roles)
}

/** @throws `invalid_input` for what is no actor. */
export function checkActor(actor: Actor): void {
  if (isActor(actor)) return
  throw new SociusError('invalid_input', `An actor has an id and a tenant, up to ${maxKeyLength} long, and roles.`)
}

const issuesNamed = 20

// Names places, never values: an input may hold what must not be repeated.
function describeIssues(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.length === 0 ? 'input' : placeOf(path).join('.')}: ${message.slice(0, 200)}`)
    .join('; ')
}

// The keys of an input are the caller's, too: they are named, not repeated at any length.
function placeOf(path: readonly PropertyKey[]): (string | number)[] {
  return path.slice(0, 10).map((part) => (typeof part === 'number' ? part : String(part).slice(0, 60)))
}
