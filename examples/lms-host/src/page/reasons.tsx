import { useConnection } from '@socius/react-widgets'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

/** What an activity's engagement is made of. */
export function Reasons({ activityId }: { activityId: string }): ReactNode {
  const { client, viewerId } = useConnection()
  const { data, isPending, error } = useQuery({
    queryKey: ['reasons', viewerId, activityId],
    queryFn: ({ signal }) => client.feed.explain({ activityId }, { signal }),
  })
  if (isPending) return <p className="quiet">Loading…</p>
  if (error) return <p className="quiet">It has just been published and is not weighed yet.</p>
  const parts = data.engagement.parts.filter(({ contribution }) => contribution > 0)
  return (
    <div>
      <p className="quiet">
        In this feed the newest stands first. Among the most noticed it counts {data.engagement.result}{' '}
        {data.engagement.result === 1 ? 'point' : 'points'}
        {parts.length > 0 ? ', which are:' : ': nobody has answered yet.'}
      </p>
      {parts.length > 0 && (
        <dl className="reasons">
          {parts.map(({ reason, contribution }) => (
            <div key={reason}>
              <dt>{reason}</dt>
              <dd>{contribution}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
