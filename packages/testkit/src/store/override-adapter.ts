import type { StoreAdapter } from '@socius/core/store'

/** The adapter with some members replaced. They are copied by name, never spread: it may be an object of a class. */
export function overrideAdapter(adapter: StoreAdapter, members: Partial<StoreAdapter>): StoreAdapter {
  const ddl = adapter.ddl?.bind(adapter)
  const drift = adapter.drift?.bind(adapter)
  const accumulate = adapter.accumulate?.bind(adapter)
  return {
    name: adapter.name,
    search: adapter.search,
    prepare: (collections) => adapter.prepare(collections),
    ...(ddl ? { ddl } : {}),
    ...(drift ? { drift } : {}),
    ...(accumulate ? { accumulate } : {}),
    get: (plan) => adapter.get(plan),
    query: (plan) => adapter.query(plan),
    aggregate: (plan) => adapter.aggregate(plan),
    insert: (plan) => adapter.insert(plan),
    upsert: (plan) => adapter.upsert(plan),
    update: (plan) => adapter.update(plan),
    claim: (plan) => adapter.claim(plan),
    remove: (plan) => adapter.remove(plan),
    transaction: (work) => adapter.transaction(work),
    close: () => adapter.close(),
    ...members,
  }
}
