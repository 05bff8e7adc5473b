import { useConnection, useLiveEvents } from '@socius/react-widgets'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'

/** Asks for a connection, accepts one, or ends it. */
export function ConnectButton({ personId: otherId, name }: { personId: string; name: string }): ReactNode {
  const { client, viewerId: personId } = useConnection()
  const queryClient = useQueryClient()
  const queryKey = ['tie', personId, otherId]
  const { data } = useQuery({ queryKey, queryFn: () => find() })
  useLiveEvents(({ name: event }) => {
    if (event.startsWith('connection.')) void queryClient.invalidateQueries({ queryKey })
  })
  const change = useMutation({
    mutationFn: () =>
      isConnected || isAsked
        ? client.connections.withdraw({ personId, otherId })
        : client.connections.request({ personId, otherId }),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })

  // There is no call for one tie: lists are looked through, as far as their first hundred.
  async function find() {
    for (const show of ['accepted', 'outgoing', 'incoming'] as const) {
      const { items } = await client.connections.list({ personId, show, limit: 100 })
      const tie = items.find(({ toId }) => toId === otherId)
      if (tie) return tie
    }
    return null
  }

  const isConnected = data?.status === 'accepted'
  const isAsked = data?.status === 'pending' && data.initiatedBy === personId
  const isAsking = data?.status === 'pending' && data.initiatedBy === otherId
  const title = isConnected ? 'Connected' : isAsked ? 'Asked' : isAsking ? 'Accept' : 'Connect'
  return (
    <button
      type="button"
      className={isConnected || isAsked ? '' : 'main'}
      aria-pressed={isConnected}
      disabled={change.isPending || data === undefined}
      onClick={() => change.mutate()}
      title={isConnected ? `End the connection with ${name}` : title}
    >
      {title}
    </button>
  )
}
