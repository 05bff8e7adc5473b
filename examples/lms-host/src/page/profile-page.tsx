import { useConnection } from '@socius/react-widgets'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useParams } from 'react-router'
import { Avatar } from './avatar.tsx'
import { ConnectButton } from './connect-button.tsx'
import { FeedList } from './feed-list.tsx'

export function ProfilePage(): ReactNode {
  const { personId = '' } = useParams()
  const { client, viewerId } = useConnection()
  const { data, error } = useQuery({
    queryKey: ['person', viewerId, personId],
    queryFn: ({ signal }) => client.people.get({ personId }, { signal }),
  })
  if (error) return <p className="alert">Nobody of that name can be seen here.</p>
  const name = data?.displayName ?? ''
  return (
    <div className="narrow stack">
      <header className="profile">
        <Avatar name={name} size="large" />
        <div>
          <h1>{name}</h1>
          <p className="quiet">{[data?.headline, data?.location].filter((text) => text).join(' · ')}</p>
        </div>
        {personId !== viewerId && data && <ConnectButton personId={personId} name={name} />}
      </header>
      <h2>Published</h2>
      <FeedList
        key={personId}
        source={{ feed: 'timeline', personId }}
        label={`What ${name} has published`}
        empty="Nothing published yet."
      />
    </div>
  )
}
