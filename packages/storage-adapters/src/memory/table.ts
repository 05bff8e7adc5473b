import type { CollectionShape, StoredRow } from '@socius/core/store'

/** Rows of one collection. A row that is in a table is never changed, only replaced. */
export interface Table {
  readonly shape: CollectionShape
  get(tenant: string, id: string): StoredRow | undefined
  rows(): Iterable<StoredRow>
  put(row: StoredRow): void
  delete(row: StoredRow): void
  /** Larger than every number it gave before. Numbers of transactions that failed are not given again. */
  nextSequence(): number
}

/** No text in the store holds U+0000: it can separate the parts of a key. */
function keyOf(tenant: string, id: string): string {
  return `${tenant}\0${id}`
}

function keyOfRow(row: StoredRow): string {
  return keyOf(String(row['tenant']), String(row['id']))
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

export function createTable(initial: CollectionShape): CommittedTable {
  let shape = initial
  let sequence = 0
  const stored = new Map<string, StoredRow>()

  function nextSequence(): number {
    sequence += 1
    return sequence
  }

  function draft(): DraftTable {
    const changes = new Map<string, StoredRow | undefined>()

    function* rows(): Iterable<StoredRow> {
      for (const [key, row] of stored) if (!changes.has(key)) yield row
      for (const row of changes.values()) if (row !== undefined) yield row
    }

    return {
      shape,
      nextSequence,
      get(tenant, id) {
        const key = keyOf(tenant, id)
        return changes.has(key) ? changes.get(key) : stored.get(key)
      },
      rows: () => (changes.size === 0 ? stored.values() : rows()),
      put: (row) => void changes.set(keyOfRow(row), row),
      delete: (row) => void changes.set(keyOfRow(row), undefined),
      commit() {
        for (const [key, row] of changes) {
          if (row === undefined) stored.delete(key)
          else stored.set(key, row)
        }
      },
    }
  }

  return {
    get shape() {
      return shape
    },
    nextSequence,
    get: (tenant, id) => stored.get(keyOf(tenant, id)),
    rows: () => stored.values(),
    put: (row) => void stored.set(keyOfRow(row), row),
    delete: (row) => void stored.delete(keyOfRow(row)),
    draft,
    reshape(next) {
      const empty = Object.fromEntries(next.fields.map((field) => [field.name, null]))
      shape = next
      for (const [key, row] of stored) stored.set(key, { ...empty, ...row })
    },
  }
}
