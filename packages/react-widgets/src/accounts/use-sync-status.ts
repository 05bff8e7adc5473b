import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { getterOf } from '../props/merge-props.js'
import { atOnce } from './at-once.js'
import { failureOf } from './failure.js'
import { type SyncPlace, syncStatusQuery } from './sync-status-query.js'
import { useSyncRun } from './use-sync-run.js'

export interface UseSyncStatusOptions extends ConnectionOptions {
  readonly accountId: string
}

/**
 * How the reading of an account stands. `loading`; `unknown`, since it cannot be asked; `not-queued`: it was just linked, or
 * nobody wants it read; `running`; and what {@link SyncPlace} says of one that waits.
 */
export type SyncState = 'loading' | 'unknown' | 'not-queued' | 'running' | SyncPlace['state']

/** How the reading of an account stands, how far a run has come, how the last one ended, and what asks for another. */
export function useSyncStatus(options: UseSyncStatusOptions) {
  const { accountId } = options
  const connection = useConnection(options)
  const { client, viewerId } = connection
  const queryClient = useQueryClient()
  const query = syncStatusQuery(connection, { accountId })
  const { data, error, isFetching, isPending } = useQuery({
    ...query,
    refetchInterval: ({ state }) => nextLook(state.data, Date.now()),
  })
  const lookAgain = () => queryClient.invalidateQueries({ queryKey: query.queryKey })

  const mutationKey = ['socius', viewerId, 'sync-request', accountId]
  const asked = useMutation({
    mutationKey,
    ...atOnce,
    mutationFn: () => client.sync.request({ accountId }),
    onSettled: lookAgain,
  })
  const { progress, end } = useSyncRun({
    connection,
    accountId,
    onChange: () => void lookAgain(),
    onGap: () => {
      if (!isFetching) void lookAgain()
    },
    onEnd: () => {
      if (!asked.isPending) asked.reset()
    },
  })
  /** Asks that the account be read soon. While a question is on its way, nothing. */
  const request = () => {
    if (queryClient.isMutating({ mutationKey }) === 0) asked.mutate()
  }
  const state = stateOf({ place: data, isPending, isRunning: progress !== null })
  const isAhead = (asked.data?.accounts ?? 0) > 0
  // Once it is due later again, it has been read.
  const isAwaited = isAhead && state !== 'due-later' && state !== 'running'
  return {
    state,
    /** Where the account stands in the queue; null while it is not in it, or not known. */
    place: data ?? null,
    /** How far a run has come that goes on. */
    progress,
    /** How the last run ended that was heard of since. */
    end,
    /** Why the place cannot be read. */
    error: error && failureOf(error),
    request,
    isRequesting: asked.isPending,
    /** What became of the request: it was heard, or there was nothing to do, as the account was read a moment ago. */
    requested: isAwaited ? ('soon' as const) : asked.data?.accounts === 0 ? ('read-just-now' as const) : null,
    requestError: asked.error && failureOf(asked.error),
    /** For what says how it stands. While a run goes on it is busy: a screen reader says how it ended. */
    getStatusProps: getterOf({
      role: 'status',
      'aria-busy': state === 'running' || state === 'loading',
    }),
    /** For the button that asks for a run. It keeps the focus while it is busy. */
    getRequestProps: getterOf({ type: 'button', 'aria-disabled': asked.isPending, onClick: request }),
  }
}

interface Known {
  readonly place: SyncPlace | null | undefined
  readonly isPending: boolean
  readonly isRunning: boolean
}

function stateOf({ place, isPending, isRunning }: Known): SyncState {
  if (isRunning) return 'running'
  if (place) return place.state
  if (place === null) return 'not-queued'
  return isPending ? 'loading' : 'unknown'
}

const second = 1000
const minute = 60 * second

/** How long until the place is read again: about when its turn is, and now and then while it waits for others. */
function nextLook(place: SyncPlace | null | undefined, now: number): number {
  if (!place) return 30 * second
  const latest = place.state === 'due-later' ? 10 * minute : minute
  return Math.min(Math.max(place.expectedAt + second - now, 5 * second), latest)
}
