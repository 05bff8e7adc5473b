import { useConnection, usePlatforms } from '@socius/react-widgets'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { sayReception } from './words/say-reception.ts'

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
  const { titleOf } = usePlatforms()
  if (!data || data.items.length === 0) return null
  return (
    <section className="panel" aria-labelledby="top">
      <h2 id="top">Top of the week</h2>
      <ol className="top" tabIndex={0} aria-labelledby="top">
        {data.items.map((item) => (
          <li key={item.activity.id}>
            <Link to={`/people/${item.activity.personId}`}>{item.activity.authorName}</Link>
            <p>{item.activity.title ?? item.activity.snippet}</p>
            <span className="quiet">{sayReception(item, titleOf(item.activity.platform))}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
