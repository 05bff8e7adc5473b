import type { Actor } from '../kernel/index.js'
import type { Batch } from './batch.js'
import type { Place } from './place.js'

/** Where the frames of one listener go. It holds a bounded amount; what does not fit stays in the log. */
export interface Outlet {
  /** Whether it takes anything at present. */
  hasRoom(): boolean
  /** Takes frames, in order, as long as there is room; returns how many it took. */
  put(batch: Batch): number
  /** Shows that the connection is alive. */
  beat(bytes: Uint8Array): void
  /** Says that nothing follows. With `cut`, what it holds is thrown away. */
  end(cut: boolean): void
}

/** Somebody who hears of what happens. */
export interface Listener {
  readonly actor: Actor
  /** The names of events that are asked for; null: all. */
  readonly wants: ReadonlySet<string> | null
  readonly outlet: Outlet
  /** The id that it resumes behind; null: it begins now. */
  readonly after: string | null
  /** When it is ended, in milliseconds since the epoch. */
  readonly endsAt: number
  /** How long it may hold what it does not take, in milliseconds. */
  readonly patience: number
  /** Everything up to here has been offered to it. */
  position: Place
  /** Since when it has had no room; null while it has. */
  fullSince: number | null
  hasLeft: boolean
  /** Called when it leaves. */
  onLeft: () => void
}
