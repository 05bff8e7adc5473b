import type { Engine } from './engine.js'
import type { Session } from './session.js'

/** A database that the store can work in. */
export interface Opened {
  readonly engine: Engine
  readonly session: Session
  /** Closes what the store opened; what the host opened is left alone. */
  readonly close: () => Promise<void>
}
