import type { Failure } from './failure.js'
import type { SyncPlace } from './sync-status-query.js'
import type { SyncEnd, SyncProgress } from './use-sync-run.js'

/** The words of a {@link SyncStatus}. Numbers and times are written as the caller's language has them. */
export interface SyncStatusLabels {
  readonly loading: string
  /** It cannot be asked how it stands. */
  readonly unknown: (failure: Failure) => string
  /** It was just linked, or nobody wants it read. */
  readonly notQueued: string
  /** Nothing is due yet: `expectedAt` says when. */
  readonly dueLater: (place: SyncPlace) => string
  /** `before` others come first, and its turn is to be expected at `expectedAt`. */
  readonly waiting: (place: SyncPlace) => string
  /** The platform allows no more calls for now. */
  readonly limited: (place: SyncPlace) => string
  /** The platform does not answer. */
  readonly closed: (place: SyncPlace) => string
  readonly running: (progress: SyncProgress) => string
  /** How the run ended that has just ended. */
  readonly ended: (end: SyncEnd) => string
  /** When it was read last, and how that ended; never before it was read once. */
  readonly lastRun: (last: { readonly at: number; readonly outcome: string; readonly failures: number }) => string
  readonly request: string
  readonly requesting: string
  /** It will be read soon. */
  readonly requested: string
  /** There was nothing to ask for. */
  readonly readJustNow: string
  readonly requestError: (failure: Failure) => string
}
