import type { ReactNode } from 'react'
import type { SyncStatusLabels } from './sync-labels.js'
import { type UseSyncStatusOptions, useSyncStatus } from './use-sync-status.js'

export interface SyncStatusProps extends UseSyncStatusOptions {
  readonly labels: SyncStatusLabels
}

/**
 * How the reading of an account stands, in words, and a button that asks for it. Words that tell how long until, or since, differ
 * between a server and the page that takes over what it has rendered.
 */
export function SyncStatus({ labels, ...options }: SyncStatusProps): ReactNode {
  const sync = useSyncStatus(options)
  const { requestError } = sync
  return (
    <div className="socius-sync" data-state={sync.state}>
      <div {...sync.getStatusProps({ className: 'socius-sync-status' })}>
        <p className="socius-sync-state" suppressHydrationWarning>
          {wordsOf(sync, labels)}
        </p>
        <LastRun sync={sync} labels={labels} />
        {sync.requested && (
          <p className="socius-sync-requested">{sync.requested === 'soon' ? labels.requested : labels.readJustNow}</p>
        )}
      </div>
      <button {...sync.getRequestProps({ className: 'socius-sync-request' })}>
        {sync.isRequesting ? labels.requesting : labels.request}
      </button>
      {requestError && (
        <p className="socius-sync-error" role="alert">
          {labels.requestError(requestError)}
        </p>
      )}
    </div>
  )
}

interface PartProps {
  readonly sync: ReturnType<typeof useSyncStatus>
  readonly labels: SyncStatusLabels
}

function LastRun({ sync: { end, place, state }, labels }: PartProps): ReactNode {
  if (state === 'running') return null
  if (end) return <p className="socius-sync-end">{labels.ended(end)}</p>
  if (!place || place.lastRunAt === null || place.lastOutcome === null) return null
  const { lastRunAt: at, lastOutcome: outcome, failures } = place
  return (
    <p className="socius-sync-end" suppressHydrationWarning>
      {labels.lastRun({ at, outcome, failures })}
    </p>
  )
}

function wordsOf({ state, place, progress, error }: PartProps['sync'], labels: SyncStatusLabels): string {
  if (progress) return labels.running(progress)
  if (place) {
    const words = {
      'due-later': labels.dueLater,
      waiting: labels.waiting,
      limited: labels.limited,
      closed: labels.closed,
    }
    return words[place.state](place)
  }
  if (state === 'unknown' && error) return labels.unknown(error)
  return state === 'not-queued' ? labels.notQueued : labels.loading
}
