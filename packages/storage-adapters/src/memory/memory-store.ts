import { type CollectionShape, SociusError, type StoreAdapter } from '@socius/core/store'
import { aggregateRows } from './aggregate.js'
import {
  accumulateRow,
  claimRows,
  getRows,
  insertRows,
  queryRows,
  removeRows,
  updateRows,
  upsertRows,
} from './execute-plan.js'
import type { FindTable } from './predicate.js'
import { type CommittedTable, createTable, type DraftTable } from './table.js'
import { createWriteQueue } from './write-queue.js'

export interface MemoryStoreOptions {
  /**
   * How long a write waits for a transaction that is open, in milliseconds, before it fails with `store_conflict`.
   * @default 5000
   */
  waitLimit?: number
}

/**
 * A store in this process's memory: for tests, demos and small hosts that need nothing kept. It keeps every rule of the
 * store contract and is what the other adapters are compared with. Writers take turns; readers never wait and see
 * what is committed.
 * @example const social = await createSocius({ store: memoryStore() })
 */
export function memoryStore(options: MemoryStoreOptions = {}): StoreAdapter {
  const tables = new Map<string, CommittedTable>()
  const inTurn = createWriteQueue(options.waitLimit ?? 5000)
  let closed = false

  function committed(collection: string): CommittedTable {
    if (closed) throw new SociusError('store_unavailable', 'The memory store is closed.', { retryable: true })
    const table = tables.get(collection)
    if (table) return table
    throw new SociusError('store_rejected', `The collection ${collection} is not there: it was never prepared.`)
  }

  function transaction<Result>(work: (adapter: WholeAdapter) => Promise<Result>): Promise<Result> {
    return inTurn(async () => {
      const draft = openDraft(committed)
      try {
        const result = await work(draft.adapter)
        draft.commit()
        return result
      } finally {
        draft.end()
      }
    })
  }

  return {
    name: 'memory',
    search: true,
    prepare: (collections) => inTurn(async () => prepareTables(tables, collections)),
    get: async (plan) => getRows(committed, plan),
    query: async (plan) => queryRows(committed, plan),
    aggregate: async (plan) => aggregateRows(committed, plan),
    insert: (plan) => transaction((inner) => inner.insert(plan)),
    upsert: (plan) => transaction((inner) => inner.upsert(plan)),
    update: (plan) => transaction((inner) => inner.update(plan)),
    accumulate: (plan) => transaction((inner) => inner.accumulate(plan)),
    claim: (plan) => transaction((inner) => inner.claim(plan)),
    remove: (plan) => transaction((inner) => inner.remove(plan)),
    transaction,
    async close() {
      closed = true
      tables.clear()
    },
  }
}

function prepareTables(tables: Map<string, CommittedTable>, collections: readonly CollectionShape[]): void {
  for (const shape of collections) {
    const table = tables.get(shape.name)
    if (table) table.reshape(shape)
    else tables.set(shape.name, createTable(shape))
  }
}

/** With the members that others may leave out. */
type WholeAdapter = StoreAdapter & Required<Pick<StoreAdapter, 'accumulate'>>

interface Draft {
  readonly adapter: WholeAdapter
  commit(): void
  /** Every later call on the adapter is refused. */
  end(): void
}

/** An adapter on what is committed and on the writes that go through it, which nobody else sees before the commit. */
function openDraft(committed: (collection: string) => CommittedTable): Draft {
  const drafts = new Map<string, DraftTable>()
  let open = true

  const find: FindTable = (collection) => {
    if (!open) throw new SociusError('store_rejected', 'The transaction is over.')
    const known = drafts.get(collection)
    if (known) return known
    const draft = committed(collection).draft()
    drafts.set(collection, draft)
    return draft
  }

  const adapter: WholeAdapter = {
    name: 'memory',
    search: true,
    async prepare() {
      throw new SociusError('store_rejected', 'Collections are not prepared inside a transaction.')
    },
    get: async (plan) => getRows(find, plan),
    query: async (plan) => queryRows(find, plan),
    aggregate: async (plan) => aggregateRows(find, plan),
    insert: async (plan) => insertRows(find, plan),
    upsert: async (plan) => upsertRows(find, plan),
    update: async (plan) => updateRows(find, plan),
    accumulate: async (plan) => accumulateRow(find, plan),
    claim: async (plan) => claimRows(find, plan),
    remove: async (plan) => removeRows(find, plan),
    transaction: (work) => work(adapter),
    async close() {
      throw new SociusError('store_rejected', 'A store is not closed inside one of its transactions.')
    },
  }
  return {
    adapter,
    commit() {
      for (const draft of drafts.values()) draft.commit()
    },
    end() {
      open = false
    },
  }
}
