import { createStore, isSociusError, type Store, type StoreAdapter } from '@socius/core/store'

/** Several adapters on one empty database, as several processes would open it. */
export interface OpenStores {
  readonly adapters: readonly StoreAdapter[]
  /** Ends the adapters and removes what was stored. */
  close(): Promise<void>
}

export interface ConcurrencyContext {
  readonly adapters: readonly StoreAdapter[]
  /** One typed store per adapter, all of one tenant. */
  readonly stores: readonly Store[]
  /** Whether transactions hold single rows, and others work beside them. */
  readonly rowLocks: boolean
}

/** A proof that a rule of the store contract holds when several work at once. It fails by throwing. */
export interface ConcurrencyCase {
  readonly rule: number
  readonly name: string
  run(context: ConcurrencyContext): Promise<void>
}

export function createConcurrencyContext(
  adapters: readonly StoreAdapter[],
  tenant: string,
  rowLocks: boolean,
): ConcurrencyContext {
  return { adapters, stores: adapters.map((adapter) => createStore(adapter, tenant)), rowLocks }
}

/** Runs `work` once per store, all at the same time. */
export function together<Result>(
  context: ConcurrencyContext,
  work: (store: Store, worker: number) => Promise<Result>,
): Promise<Result[]> {
  return Promise.all(context.stores.map((store, worker) => work(store, worker)))
}

/** The result of the first try that no conflict ended; whoever calls a store has to be ready for conflicts. */
export async function withRetries<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isSociusError(error, 'store_conflict') || !error.retryable || attempt === 100) throw error
      await pause(attempt % 10)
    }
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
