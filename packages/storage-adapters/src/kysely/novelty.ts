import type { UpsertOutcome } from '@socius/core/store'
import type { Table } from './table.js'

const tables = new WeakSet<Table>()

/**
 * Whether the last batch brought mostly rows that were new. The next one will do so too, and then reading what is stored
 * before writing only costs time; it is right either way.
 */
export function isMostlyNew(table: Table): boolean {
  return tables.has(table)
}

/** Remembers what a batch of that many rows came to. */
export function rememberOutcome(table: Table, outcome: UpsertOutcome, rows: number): UpsertOutcome {
  if (outcome.inserted.length * 2 > rows) tables.add(table)
  else tables.delete(table)
  return outcome
}
