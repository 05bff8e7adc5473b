import type { CollectionShape, StoredRow } from '@socius/core/store'

/** Rows of one collection. A row that is in a table is never changed, only replaced. */
export interface Table {
  readonly shape: CollectionShape
  get(tenant: string, id: string): StoredRow | undefined
  /** The rows of one tenant, or of all. */
  rows(tenant: string | null): Iterable<StoredRow>
  put(row: StoredRow): void
  delete(tenant: string, id: string): void
  /** Larger than every number it gave before. Numbers of transactions that failed are not given again. */
  nextSequence(): number
}

/** The rows under these keys, where there are any. */
export function rowsUnder(table: Table, tenant: string, ids: readonly string[]): StoredRow[] {
  return ids.map((id) => table.get(tenant, id)).filter((row) => row !== undefined)
}

/** What is committed. */
export interface CommittedTable extends Table {
  /** The table as one transaction sees it: its own changes over what is committed. */
  draft(): DraftTable
  /** Takes another shape; rows get null in the fields that are new. */
  reshape(shape: CollectionShape): void
}

export interface DraftTable extends Table {
  commit(): void
}

/** By tenant, then by id. */
type Partitions<Value> = Map<string, Map<string, Value>>

function partitionOf<Value>(partitions: Partitions<Value>, tenant: string): Map<string, Value> {
  const known = partitions.get(tenant)
  if (known) return known
  const partition = new Map<string, Value>()
  partitions.set(tenant, partition)
  return partition
}

function keyOf(row: StoredRow): { tenant: string; id: string } {
  return { tenant: String(row['tenant']), id: String(row['id']) }
}

export function createTable(initial: CollectionShape): CommittedTable {
  let shape = initial
  let sequence = 0
  const stored: Partitions<StoredRow> = new Map()

  const table: CommittedTable = {
    get shape() {
      return shape
    },
    get: (tenant, id) => stored.get(tenant)?.get(id),
    rows(tenant) {
      if (tenant !== null) return stored.get(tenant)?.values() ?? []
      return [...stored.values()].flatMap((partition) => [...partition.values()])
    },
    put(row) {
      const { tenant, id } = keyOf(row)
      partitionOf(stored, tenant).set(id, row)
    },
    delete: (tenant, id) => void stored.get(tenant)?.delete(id),
    nextSequence() {
      sequence += 1
      return sequence
    },
    draft: () => createDraft(table),
    reshape(next) {
      const empty = Object.fromEntries(next.fields.map((field) => [field.name, null]))
      shape = next
      for (const row of table.rows(null)) table.put({ ...empty, ...row })
    },
  }
  return table
}

function createDraft(committed: CommittedTable): DraftTable {
  /** What this transaction wrote; undefined is a row that it removed. */
  const changes: Partitions<StoredRow | undefined> = new Map()

  function* changedRows(tenant: string | null): Iterable<StoredRow> {
    for (const row of committed.rows(tenant)) {
      const key = keyOf(row)
      if (!changes.get(key.tenant)?.has(key.id)) yield row
    }
    for (const [owner, partition] of changes) {
      if (tenant !== null && tenant !== owner) continue
      for (const row of partition.values()) if (row !== undefined) yield row
    }
  }

  return {
    shape: committed.shape,
    nextSequence: () => committed.nextSequence(),
    get(tenant, id) {
      const changed = changes.get(tenant)
      return changed?.has(id) ? changed.get(id) : committed.get(tenant, id)
    },
    rows: (tenant) => (changes.size === 0 ? committed.rows(tenant) : changedRows(tenant)),
    put(row) {
      const { tenant, id } = keyOf(row)
      partitionOf(changes, tenant).set(id, row)
    },
    delete: (tenant, id) => void partitionOf(changes, tenant).set(id, undefined),
    commit() {
      for (const [tenant, partition] of changes) {
        for (const [id, row] of partition) {
          if (row === undefined) committed.delete(tenant, id)
          else committed.put(row)
        }
      }
    },
  }
}
