import { EventEmitter } from 'eventemitter3'
import { createHttp, type Http } from '../http/index.js'
import {
  type Actor,
  createIdSource,
  createRandomNumbers,
  type EventDeclaration,
  type EventOf,
  SociusError,
  type SociusEvent,
  silentLogger,
  systemClock,
  systemOf,
  systemRandom,
} from '../kernel/index.js'
import {
  type CallOptions,
  type Module,
  type Operation,
  type Reaction,
  type Runtime,
  runInTransaction,
  runOperation,
  type Service,
} from '../operation/index.js'
import { createDispatcher, type Position } from '../outbox/index.js'
import { createLiveEvents, type LiveEvents } from '../realtime/index.js'
import type { StoreAdapter } from '../store/index.js'
import { createScheduler, readSyncOptions } from '../sync/index.js'
import { checkModules } from './check-modules.js'
import { type CoreServices, coreModules } from './core-modules.js'
import { checkOptions, type Modules, type SociusOptions } from './options.js'
import { prepareSchema, shapesOf } from './prepare-schema.js'
import { createWaker } from './waker.js'

/** The services of a host's own modules. */
export type ModuleServices<M extends Modules> = { readonly [Name in keyof M]: Service<M[Name]['operations']> }

/** What stands beside the services. */
export interface SociusHandle<M extends Modules> extends Http {
  /**
   * Calls the handler after each commit in this process that announced the event. For what must not be missed, write a
   * reaction. Returns a function that ends it.
   */
  on<Declaration extends EventDeclaration>(
    event: Declaration,
    handler: (event: EventOf<Declaration>) => void,
  ): () => void
  /** What happens, while it happens, to whoever may know of it: over server-sent events, or in this process. */
  readonly live: LiveEvents
  /** Delivers what is due to the reactions now, and waits for it. */
  dispatch(): Promise<void>
  /** How far each reaction has come. */
  positions(): Promise<readonly Position[]>
  /**
   * Reads what is due of all accounts of all tenants from now on, in this process. Any number of processes may do so: each
   * account is read by one at a time. `tick`: milliseconds between two looks when nothing is due. @default 5000
   */
  start(options?: { tick?: number }): void
  /** Stops what {@link start} began: runs end at their next page, and go on there later. */
  stop(): Promise<void>
  /**
   * The same services on another store, for calls that must share a transaction of the host's: pass an adapter over that
   * transaction. Its events are delivered to reactions once the host has committed.
   */
  using(store: StoreAdapter): CoreServices & ModuleServices<M>
  /** The statements that make the tables, for hosts that own their migrations. */
  ddl(): string
  /** Stops reading, ends live streams, waits for deliveries that are under way, then closes the store. */
  close(): Promise<void>
}

export type Socius<M extends Modules = Record<never, never>> = CoreServices & ModuleServices<M> & SociusHandle<M>

/**
 * A social system on the given store.
 * @throws `invalid_option`, `store_unavailable`, `schema_drift`
 * @example
 * const social = await createSocius({ store: kyselyStore({ dialect: 'sqlite', database: 'social.db' }), providers: [bluesky()] })
 */
export async function createSocius<const M extends Modules = Record<never, never>>(
  options: SociusOptions<M>,
): Promise<Socius<M>> {
  const checked = checkOptions(options)
  const { store, clock = systemClock, random = systemRandom, logger = silentLogger } = options
  const syncSettings = await readSyncOptions(options.sync)
  const named = checkModules(coreModules(options, syncSettings), options.modules ?? {})
  const shapes = shapesOf([...named.values()])
  await prepareSchema(store, shapes, checked.schema)

  const emitter = new EventEmitter()
  const newId = createIdSource(clock, random)
  const runtime: Runtime = {
    adapter: store,
    mayRetry: true,
    clock,
    newId,
    random: createRandomNumbers(random),
    logger,
    providers: new Map((options.providers ?? []).map((provider) => [provider.platform, provider])),
    committed(events) {
      for (const event of events) tap(event)
      live.committed(events)
      if (checked.dispatch === 'automatic') wake()
    },
  }

  const live = createLiveEvents({
    adapter: store,
    clock,
    logger,
    random: runtime.random,
    declarations: [...named.values()].flatMap((module) => module.events),
    options: checked.live,
  })

  const http = await createHttp({
    options: options.http,
    modules: named,
    live,
    run: (operation, actor, input, callOptions) => runOperation(runtime, operation, actor, input, callOptions),
    logger,
  })

  function tap(event: SociusEvent): void {
    for (const handler of emitter.listeners(event.name)) {
      try {
        handler(event)
      } catch {
        // The commit stands, and one handler's fault is not the others'.
        logger.error('A handler of an event threw.', { event: event.name })
      }
    }
  }

  const dispatcher = createDispatcher({
    adapter: store,
    clock,
    logger,
    retention: checked.eventRetention,
    committed(events) {
      events.forEach(tap)
      live.committed(events)
    },
    listeners: [...named.values()]
      .flatMap((module) => module.reactions)
      .map((reaction) => listenerOf(runtime, reaction)),
  })
  const { wake, idle, drain } = createWaker(dispatcher, () =>
    logger.error('A delivery failed; it is tried again later.'),
  )

  const scheduler = createScheduler(runtime, syncSettings)

  const services = (on: Runtime): CoreServices & ModuleServices<M> => {
    const made = [...named].map(([name, module]) => [name, serviceOf(on, module)])
    // Each name maps to the service of the module that stands under it: that is what both types say.
    return Object.fromEntries(made) as CoreServices & ModuleServices<M>
  }

  if (checked.dispatch === 'automatic') wake()
  return {
    ...services(runtime),
    ...http,
    on(event, handler) {
      const listener = handler as (event: SociusEvent) => void // only events of that name are ever emitted under it
      emitter.on(event.name, listener)
      return () => void emitter.off(event.name, listener)
    },
    live: { subscribe: live.subscribe, respond: live.respond, attach: live.attach },
    dispatch: drain,
    positions: () => dispatcher.positions(),
    start: ({ tick = defaultTick } = {}) => scheduler.start(tick),
    stop: () => scheduler.stop(),
    using: (other) => services({ ...runtime, adapter: other, mayRetry: false, committed: () => undefined }),
    ddl() {
      if (store.ddl) return store.ddl(shapes)
      throw new SociusError('unsupported', `The ${store.name} store has no tables to print.`)
    },
    async close() {
      await scheduler.stop()
      await live.close()
      await idle()
      await store.close()
    },
  }
}

const defaultTick = 5000

function serviceOf(runtime: Runtime, module: Module): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(module.operations).map(([method, operation]) => [
      method,
      (actor: Actor, input: unknown, options?: CallOptions) =>
        runOperation(runtime, operation as Operation, actor, input, options),
    ]),
  )
}

function listenerOf(runtime: Runtime, reaction: Reaction) {
  return {
    name: reaction.name,
    hears: new Set(reaction.on.map((event) => event.name)),
    // An entry is what one actor's transaction announced, so its events are of one tenant.
    deliver: ([first, ...rest]: readonly SociusEvent[], adapter: StoreAdapter) =>
      first
        ? runInTransaction(runtime, adapter, systemOf(first.tenant), (context) =>
            reaction.runAll([first, ...rest], context),
          )
        : Promise.resolve([]),
  }
}
