import { type Clock, SociusError } from '@socius/core/provider'

/** Time that a test holds in its hand. */
export interface VirtualClock extends Clock {
  /** Every wait that was asked for, in milliseconds and in order: what a back-off is judged by. */
  readonly waits: readonly number[]
  /**
   * Moves time forward, waking each wait at its moment and letting it act before time goes on.
   * Where nothing waits, time has moved when the call returns; else when its promise resolves.
   */
  advance(milliseconds: number): Promise<void>
  /** Forgets `waits`; those that still wait go on. */
  forgetWaits(): void
}

export interface VirtualClockOptions {
  /** Milliseconds since the epoch. @default 5 January 2026, 09:00 UTC */
  readonly start?: number
  /**
   * `instant`: when all that can run has run, time jumps to the next moment somebody waits for, so that an hour's
   * back-off takes no time and shorter waits still end before longer ones. `manual`: only `advance` moves time.
   * A loop that waits for ever, such as a heartbeat, needs `manual`. @default 'instant'
   */
  readonly mode?: 'instant' | 'manual'
}

interface Waiting {
  readonly until: number
  readonly resolve: () => void
}

export const defaultStart = Date.UTC(2026, 0, 5, 9)

export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  const { start = defaultStart, mode = 'instant' } = options
  const waits: number[] = []
  const waiting = new Set<Waiting>()
  let now = start
  let jumping = false

  async function jump(): Promise<void> {
    jumping = true
    for (;;) {
      await turn()
      const next = earliest(waiting)
      if (!next) break
      wake(next)
    }
    jumping = false
  }

  function wake(entry: Waiting): void {
    waiting.delete(entry)
    now = Math.max(now, entry.until)
    entry.resolve()
  }

  return {
    now: () => now,
    waits,
    forgetWaits() {
      waits.length = 0
    },
    wait(milliseconds, signal) {
      waits.push(milliseconds)
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(abortError(signal))
        const abort = (): void => {
          waiting.delete(entry)
          reject(abortError(signal))
        }
        const entry: Waiting = {
          until: now + Math.max(0, milliseconds),
          resolve: () => {
            signal?.removeEventListener('abort', abort)
            resolve()
          },
        }
        signal?.addEventListener('abort', abort, { once: true })
        waiting.add(entry)
        if (mode === 'instant' && !jumping) void jump()
      })
    },
    async advance(milliseconds) {
      const target = now + Math.max(0, milliseconds)
      for (let next = earliest(waiting); next && next.until <= target; next = earliest(waiting)) {
        wake(next)
        await turn()
      }
      now = Math.max(now, target)
    },
  }
}

/** The first to end; of those that end together, the one that began first. */
function earliest(waiting: ReadonlySet<Waiting>): Waiting | undefined {
  let first: Waiting | undefined
  for (const entry of waiting) if (!first || entry.until < first.until) first = entry
  return first
}

/** Lets everything that is ready run, input and output included. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

function abortError(signal: AbortSignal | undefined): SociusError {
  return new SociusError('aborted', 'The call was aborted.', { cause: signal?.reason })
}
