import type { StoreAdapter } from '@socius/core/store'
import { overrideAdapter } from './override-adapter.js'

/** A member of an adapter that reads or writes rows. */
export type StoreOperation =
  | 'get'
  | 'query'
  | 'aggregate'
  | 'insert'
  | 'upsert'
  | 'update'
  | 'accumulate'
  | 'claim'
  | 'remove'

/** One call that reached an adapter. */
export interface StoreCall {
  readonly operation: StoreOperation
  /** The collection's name. */
  readonly collection: string
}

/** What happens around the calls of an adapter. */
export interface Surroundings {
  call<Result>(call: StoreCall, run: () => Promise<Result>): Promise<Result>
  /** `run` opens the transaction, does the work and commits; a transaction inside another does not come here. */
  transaction<Result>(
    work: () => Promise<Result>,
    run: (work: () => Promise<Result>) => Promise<Result>,
  ): Promise<Result>
}

/** The adapter with something around each of its calls, in transactions too. */
export function aroundCalls(adapter: StoreAdapter, around: Surroundings): StoreAdapter {
  return surround(adapter, around, false)
}

function surround(adapter: StoreAdapter, around: Surroundings, inside: boolean): StoreAdapter {
  const call = <Plan extends { readonly collection: { readonly name: string } }, Result>(
    operation: StoreOperation,
    run: (plan: Plan) => Promise<Result>,
  ) => {
    return (plan: Plan) => around.call({ operation, collection: plan.collection.name }, () => run(plan))
  }
  const accumulate = adapter.accumulate?.bind(adapter)
  return overrideAdapter(adapter, {
    get: call('get', (plan) => adapter.get(plan)),
    query: call('query', (plan) => adapter.query(plan)),
    aggregate: call('aggregate', (plan) => adapter.aggregate(plan)),
    insert: call('insert', (plan) => adapter.insert(plan)),
    upsert: call('upsert', (plan) => adapter.upsert(plan)),
    update: call('update', (plan) => adapter.update(plan)),
    ...(accumulate ? { accumulate: call('accumulate', accumulate) } : {}),
    claim: call('claim', (plan) => adapter.claim(plan)),
    remove: call('remove', (plan) => adapter.remove(plan)),
    async transaction<Result>(work: (inner: StoreAdapter) => Promise<Result>): Promise<Result> {
      if (inside) return adapter.transaction((inner) => work(surround(inner, around, true)))
      let opened: StoreAdapter | undefined
      const workInside = () => {
        if (!opened) throw new Error('The transaction is not open.')
        return work(surround(opened, around, true))
      }
      return around.transaction(workInside, (wrapped) =>
        adapter.transaction((inner) => {
          opened = inner
          return wrapped()
        }),
      )
    },
  })
}
