import type { Clock } from '../../kernel/index.js'
import type { Store } from '../../store/index.js'

/** What a call at the gates works with. */
export interface GateContext {
  /** Rows of no tenant. */
  readonly store: Store
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
}
