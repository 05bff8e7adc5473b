import type { Actor, Clock, IdSource, Logger } from '../kernel/index.js'
import type { Emit } from '../outbox/index.js'
import type { Provider } from '../provider/index.js'
import type { Store } from '../store/index.js'

/** The part of a store that changes nothing. */
export type ReadStore = Pick<Store, 'get' | 'pick' | 'query' | 'aggregate'>

/** What every operation gets to work with. */
export interface QueryContext {
  readonly actor: Actor
  /** Held to the actor's tenant. A query's has no member that writes. */
  readonly store: ReadStore
  /** Rows that belong to no tenant: what all tenants wait for together, such as a platform's limit. */
  readonly shared: ReadStore
  readonly clock: Clock
  readonly newId: IdSource
  /** A number from 0 up to 1. */
  readonly random: () => number
  readonly logger: Logger
  readonly signal: AbortSignal | undefined
  /** The platforms that the host has configured, by name, in its order. */
  readonly providers: ReadonlyMap<string, Provider>
  /** @throws `unsupported` when the host has not configured that platform. */
  provider(platform: string): Provider
}

/** A command runs in one transaction; what it emits leaves with the commit. */
export interface CommandContext extends QueryContext {
  readonly store: Store
  /** In the same transaction. */
  readonly shared: Store
  readonly emit: Emit
}

/** A task waits for others between its steps, so it makes its transactions itself, each as small as a command. */
export interface TaskContext extends QueryContext {
  readonly store: Store
  readonly shared: Store
  transaction<Result>(work: (context: CommandContext) => Promise<Result>): Promise<Result>
}
