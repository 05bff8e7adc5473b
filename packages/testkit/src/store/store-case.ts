import { createStore, type Store, type StoreAdapter } from '@socius/core/store'

/** An adapter on an empty database that the test may fill. */
export interface OpenStore {
  readonly adapter: StoreAdapter
  /** Ends the adapter and removes what was stored. */
  close(): Promise<void>
  /** Runs statements as the adapter's `ddl` prints them. Without it their execution is not tested. */
  execute?(statements: string): Promise<void>
}

/** What a case works with. Cases share one database; each has tenants of its own. */
export interface StoreContext {
  readonly adapter: StoreAdapter
  readonly tenant: string
  readonly otherTenant: string
  /** A typed store of `tenant`. */
  readonly store: Store
  /** A typed store of `otherTenant`. */
  readonly other: Store
  /** A typed store across tenants. */
  readonly everywhere: Store
  /** Opens another empty database. The case closes it. */
  open(): Promise<OpenStore>
}

/** A part of the boundary that an adapter may lack. */
export type OptionalPart = 'search' | 'ddl' | 'drift' | 'execute'

/** One proof of one rule of the store contract, as a plain function: it fails by throwing. */
export interface StoreCase {
  /** The rule's number in the contract. */
  readonly rule: number
  readonly name: string
  readonly needs: readonly OptionalPart[]
  run(context: StoreContext): Promise<void>
}

/** Cases of one concern. */
export interface StoreCaseGroup {
  readonly concern: string
  readonly cases: readonly StoreCase[]
}

/** Declares a case; `rule` is the number of the rule that it proves. */
export function storeCase(
  rule: number,
  name: string,
  run: (context: StoreContext) => Promise<void>,
  needs: readonly OptionalPart[] = [],
): StoreCase {
  return { rule, name, needs, run }
}

/** Whether the adapter has what the case needs. */
export function canRun(testCase: StoreCase, opened: OpenStore): boolean {
  const { adapter } = opened
  const parts: Record<OptionalPart, boolean> = {
    search: adapter.search,
    ddl: adapter.ddl !== undefined,
    drift: adapter.drift !== undefined,
    execute: opened.execute !== undefined,
  }
  return testCase.needs.every((part) => parts[part])
}

/** The context of one case; `label` keeps its tenants apart from those of other cases. */
export function createContext(adapter: StoreAdapter, label: string, open: () => Promise<OpenStore>): StoreContext {
  const tenant = `${label}-a`
  const otherTenant = `${label}-b`
  return {
    adapter,
    tenant,
    otherTenant,
    store: createStore(adapter, tenant),
    other: createStore(adapter, otherTenant),
    everywhere: createStore(adapter, null),
    open,
  }
}
