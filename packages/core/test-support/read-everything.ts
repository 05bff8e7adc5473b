import type { Collection, StoreAdapter, StoredRow } from '../src/store.js'

/** All rows of some collections, across tenants, in order of their ids: what two databases are compared by. */
export async function readEverything(
  adapter: StoreAdapter,
  collections: readonly Pick<Collection<{ id: string }>, 'name' | 'shape'>[],
): Promise<Record<string, readonly StoredRow[]>> {
  const entries: [string, readonly StoredRow[]][] = []
  for (const { name, shape } of collections) {
    const orderBy = [
      { field: 'tenant', descending: false },
      { field: 'id', descending: false },
    ]
    entries.push([
      name,
      await adapter.query({ collection: shape, branches: [{ op: 'and', all: [] }], orderBy, limit: 100_000 }),
    ])
  }
  return Object.fromEntries(entries)
}
