import { useEffect, useState } from 'react'
import type { Connection } from '../connection/socius-provider.js'
import { useLiveEvents } from '../connection/use-live-events.js'

/** How far a run has come that goes on. */
export interface SyncProgress {
  /** What is read: `activities`, `refresh`, `comments`, `item` or `archive`. */
  readonly stream: string
  readonly pages: number
  readonly fetched: number
  readonly created: number
  readonly updated: number
}

/** How a run has ended. */
export interface SyncEnd {
  readonly stream: string
  /** `completed`, `partial`, `failed` or `refused`. */
  readonly outcome: string
  readonly created: number
  readonly updated: number
  readonly deleted: number
  /** When the account is due again; null when it is not. Milliseconds since the epoch. */
  readonly nextDue: number | null
  /** When it ended. Milliseconds since the epoch. */
  readonly at: number
}

interface Run {
  readonly accountId: string
  readonly progress: SyncProgress | null
  readonly end: SyncEnd | null
}

const noRun: Run = { accountId: '', progress: null, end: null }

/** A worker that says nothing for so long has died, or what it said was missed. Waits between two pages are shorter. */
const longestSilence = 2 * 60_000

interface SyncRunOptions {
  readonly connection: Connection
  readonly accountId: string
  /** The account's place may be another by now. */
  onChange(): void
  /** Events were missed, or a stream begins: everything has to be read anew. */
  onGap(): void
  /** A run has ended. */
  onEnd(): void
}

/** The run of an account that goes on, and how the last one ended that was heard of. */
export function useSyncRun({ connection, accountId, onChange, onGap, onEnd }: SyncRunOptions) {
  const [kept, keep] = useState<Run>(noRun)
  // What was heard of another account does not hold for this one.
  const of = (run: Run) => (run.accountId === accountId ? run : noRun)
  const run = of(kept)
  const { progress } = run
  const tell = (news: Partial<Run>) => keep((before) => ({ ...of(before), ...news, accountId }))

  useLiveEvents(({ name, payload, at }) => {
    if (name === 'ready' || name === 'reset') {
      tell({ progress: null })
      return onGap()
    }
    // The payload of these events, of which only the numbers are shown.
    const told = payload as (SyncProgress & SyncEnd & { accountId: string }) | null
    if (told?.accountId !== accountId) return
    if (name === 'sync.progressed') return tell({ progress: told })
    if (name === 'sync.finished') {
      tell({ progress: null, end: { ...told, at } })
      onEnd()
    } else if (!name.startsWith('account.')) return
    onChange()
  }, connection)

  useEffect(() => {
    if (progress === null) return undefined
    const timer = setTimeout(() => keep((before) => ({ ...before, progress: null })), longestSilence)
    return () => clearTimeout(timer)
  }, [progress])

  return run
}
