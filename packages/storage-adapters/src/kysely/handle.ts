import type { CompiledQuery } from 'kysely'

/**
 * What the store uses of a Kysely instance or transaction. Any database type and any copy of the library fits: nothing
 * here depends on its classes.
 */
export interface KyselyHandle {
  readonly isTransaction: boolean
  executeQuery(query: CompiledQuery): Promise<KyselyResult>
  withoutPlugins(): KyselyHandle
  transaction(): KyselyTransactionOpener
  connection(): { execute<Result>(work: (handle: KyselyHandle) => Promise<Result>): Promise<Result> }
  destroy(): Promise<void>
}

export interface KyselyTransactionOpener {
  setIsolationLevel(level: 'read committed'): KyselyTransactionOpener
  execute<Result>(work: (handle: KyselyHandle) => Promise<Result>): Promise<Result>
}

export interface KyselyResult {
  readonly rows: unknown[]
  readonly numAffectedRows?: bigint | undefined
}

/** A statement in the shape that Kysely's executor takes. */
export function toCompiledQuery(sql: string, parameters: readonly unknown[]): CompiledQuery {
  // `CompiledQuery.raw` freezes its list of values, which costs more than binding them when there are 12,500.
  return { sql, parameters, query: { kind: 'RawNode', sqlFragments: [sql], parameters: [] }, queryId: { queryId: '' } }
}
