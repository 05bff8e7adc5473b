import type { StoreAdapter } from '@socius/core/store'
import { overrideAdapter } from '../override-adapter.js'

/** What can notice a fault: the store suite, the concurrency suite, the fuzz. */
export type Detector = 'suite' | 'concurrency' | 'fuzz'

/** A fault that adapters are known to have, as a wrapper that puts it into a good one. */
export interface StoreMutant {
  readonly name: string
  /** The rule of the store contract that it breaks. */
  readonly rule: number
  /** What has to notice it. */
  readonly seenBy: readonly Detector[]
  wrap(adapter: StoreAdapter): StoreAdapter
}

/** The members that a fault replaces; the rest stays as it is. */
export type FaultyMembers = (good: StoreAdapter) => Partial<StoreAdapter>

/** A fault that is there inside transactions as well. */
export function mutant(
  rule: number,
  name: string,
  members: FaultyMembers,
  seenBy: readonly Detector[] = ['suite', 'fuzz'],
): StoreMutant {
  return { name, rule, seenBy, wrap: (adapter) => withFault(adapter, members) }
}

function withFault(adapter: StoreAdapter, members: FaultyMembers): StoreAdapter {
  return overrideAdapter(adapter, {
    transaction: (work) => adapter.transaction((inner) => work(withFault(inner, members))),
    ...members(adapter),
  })
}
