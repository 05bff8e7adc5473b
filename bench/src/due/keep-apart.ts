import type { StoreAdapter } from '@socius/core/store'

/** An adapter that keeps some collections elsewhere, outside of its transactions: what their statements cost is left out. */
export function keepApart(adapter: StoreAdapter, elsewhere: StoreAdapter, names: ReadonlySet<string>): StoreAdapter {
  const of = (plan: { readonly collection: { readonly name: string } }) =>
    names.has(plan.collection.name) ? elsewhere : adapter
  return {
    name: adapter.name,
    search: adapter.search,
    async prepare(collections) {
      await adapter.prepare(collections)
      await elsewhere.prepare(collections)
    },
    get: (plan) => of(plan).get(plan),
    query: (plan) => of(plan).query(plan),
    aggregate: (plan) => of(plan).aggregate(plan),
    insert: (plan) => of(plan).insert(plan),
    upsert: (plan) => of(plan).upsert(plan),
    update: (plan) => of(plan).update(plan),
    claim: (plan) => of(plan).claim(plan),
    remove: (plan) => of(plan).remove(plan),
    transaction: (work) => adapter.transaction((inner) => work(keepApart(inner, elsewhere, names))),
    close: () => adapter.close(),
  }
}
