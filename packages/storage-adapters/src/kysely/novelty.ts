import type { UpsertOutcome } from '@socius/core/store'
import type { Table } from './table.js'

/** Inserts and upserts of one table bring different rows: what is mostly new to the one need not be to the other. */
export type WriteKind = 'insert' | 'upsert'

const tables: Record<WriteKind, WeakSet<Table>> = { insert: new WeakSet(), upsert: new WeakSet() }

/**
 * Whether the last batch brought mostly rows that were new. The next one will do so too, and then reading what is stored
 * before writing only costs time; it is right either way.
 */
export function isMostlyNew(table: Table, kind: WriteKind = 'upsert'): boolean {
  return tables[kind].has(table)
}

/** Remembers what a batch of that many rows came to. */
export function rememberOutcome(
  table: Table,
  outcome: UpsertOutcome,
  rows: number,
  kind: WriteKind = 'upsert',
): UpsertOutcome {
  if (outcome.inserted.length * 2 > rows) tables[kind].add(table)
  else tables[kind].delete(table)
  return outcome
}
