import { useConnection } from '@socius/react-widgets'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** What was noticed most in the last seven days. */
export function TopOfWeek({ programmeId }: { programmeId?: string }): ReactNode {
  const { client, viewerId } = useConnection()
  const { data } = useQuery({
    queryKey: ['top', viewerId, programmeId],
    queryFn: ({ signal }) =>
      client.feed.top(
        { period: 'week', limit: 5, perAuthor: 1, ...(programmeId !== undefined && { programmeId }) },
        { signal },
      ),
  })
  if (!data || data.items.length === 0) return null
  return (
    <section className="panel" aria-labelledby="top">
      <h2 id="top">Top of the week</h2>
      <ol className="top" tabIndex={0} aria-labelledby="top">
        {data.items.map(({ activity, here }) => (
          <li key={activity.id}>
            <Link to={`/people/${activity.personId}`}>{activity.authorName}</Link>
            <p>{activity.title ?? activity.snippet}</p>
            <span className="quiet">
              {here.reactions} {here.reactions === 1 ? 'like' : 'likes'}, {here.comments}{' '}
              {here.comments === 1 ? 'comment' : 'comments'}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
