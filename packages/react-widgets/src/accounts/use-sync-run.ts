import type { LiveEvent } from '@socius/core/client'
import { useEffect, useReducer } from 'react'
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

type Heard =
  | { readonly what: 'progress'; readonly accountId: string; readonly progress: SyncProgress }
  | { readonly what: 'end'; readonly accountId: string; readonly end: SyncEnd }
  | { readonly what: 'silence'; readonly accountId: string }

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
  const [kept, tell] = useReducer(nextRun, { accountId, progress: null, end: null })
  // What was heard of another account does not hold for this one.
  const { progress, end } = kept.accountId === accountId ? kept : { progress: null, end: null }

  useLiveEvents((event) => {
    if (event.name === 'ready' || event.name === 'reset') {
      tell({ what: 'silence', accountId })
      return onGap()
    }
    if (payloadOf(event).accountId !== accountId) return undefined
    if (event.name === 'sync.progressed') {
      // The payload of this event, of which only the numbers are shown.
      return tell({ what: 'progress', accountId, progress: event.payload as SyncProgress })
    }
    if (event.name === 'sync.finished') {
      tell({ what: 'end', accountId, end: { ...(event.payload as Omit<SyncEnd, 'at'>), at: event.at } })
      onEnd()
    }
    if (/^(sync\.finished|account\.)/.test(event.name)) onChange()
    return undefined
  }, connection)

  useEffect(() => {
    if (progress === null) return undefined
    const timer = setTimeout(() => tell({ what: 'silence', accountId }), longestSilence)
    return () => clearTimeout(timer)
  }, [progress, accountId])

  return { progress, end }
}

function nextRun(run: Run, heard: Heard): Run {
  const { accountId } = heard
  const end = run.accountId === accountId ? run.end : null
  switch (heard.what) {
    case 'progress':
      return { accountId, progress: heard.progress, end }
    case 'end':
      return { accountId, progress: null, end: heard.end }
    case 'silence':
      return { accountId, progress: null, end }
  }
}

function payloadOf({ payload }: LiveEvent): { readonly accountId?: unknown } {
  return (payload ?? {}) as { accountId?: unknown }
}
