import type { Activity } from './rows.ts'

/** A row as a driver binds it, in the order of the columns. */
export type ReadyRow = readonly (string | number | null)[]

/** One way to write a batch. */
export interface Contender {
  readonly name: string
  /** Runs on an empty table. Only `write` is timed. */
  write(batch: { readonly rows: readonly Activity[]; readonly ready: readonly ReadyRow[] }): Promise<void>
  close(): Promise<void>
}

/** The ways to write into one engine: the store's first, then what the bare driver can do. */
export interface Arena {
  readonly engine: string
  /** Each opens on a table of its own with the same structure, emptied. */
  readonly contenders: readonly (() => Promise<Contender>)[]
  close(): Promise<void>
}

export const tenant = 'bench'
