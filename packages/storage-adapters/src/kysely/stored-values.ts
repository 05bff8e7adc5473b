import type { StoredRow } from '@socius/core/store'

/** A row's key and the value of one of its columns, in `id` and `value`, as they lie in the database. */
export type StoredValue = Readonly<Record<string, unknown>>

/** Reads the values that stand under these ids. */
export type ReadValues = (tenant: string, ids: readonly string[]) => Promise<readonly StoredValue[]>

/** The value that is stored under each row's key, at the row's position; undefined where there is no such row. */
export async function readStored(rows: readonly StoredRow[], read: ReadValues): Promise<readonly unknown[]> {
  const stored: unknown[] = []
  for (let start = 0, end = 0; start < rows.length; start = end) {
    const tenant = rows[start]?.['tenant']
    while (end < rows.length && rows[end]?.['tenant'] === tenant) end += 1
    const ids = rows.slice(start, end).map((row) => String(row['id']))
    const found = await read(String(tenant), ids)
    place(found, ids, (position, value) => {
      stored[start + position] = value ?? null
    })
  }
  return stored
}

/** Both come in order, mostly: where they do, no index has to be made. */
function place(
  found: readonly StoredValue[],
  ids: readonly string[],
  put: (position: number, value: unknown) => void,
): void {
  let next = 0
  let positions: Map<unknown, number> | null = null
  for (const row of found) {
    if (!positions) {
      while (next < ids.length && ids[next] !== row['id']) next += 1
      if (next < ids.length) {
        put(next, row['value'])
        continue
      }
      positions = new Map(ids.map((id, position) => [id, position]))
    }
    const position = positions.get(row['id'])
    if (position !== undefined) put(position, row['value'])
  }
}
