import type { FeedSource } from '@socius/react-widgets'
import { type ReactNode, useState } from 'react'
import { FeedList } from './feed-list.tsx'

const feeds = [
  ['home', 'All'],
  ['network', 'Connections'],
  ['ranked', 'Most noticed'],
] as const

type Shown = (typeof feeds)[number][0]

export function HomePage(): ReactNode {
  const [shown, show] = useState<Shown>('home')
  const source: FeedSource = { feed: shown }
  return (
    <div className="columns">
      <div>
        <h1>Home</h1>
        <div className="tabs" role="group" aria-label="Feed">
          {feeds.map(([feed, title]) => (
            <button key={feed} type="button" aria-pressed={feed === shown} onClick={() => show(feed)}>
              {title}
            </button>
          ))}
        </div>
        <FeedList key={shown} source={source} label="Home" empty="Nothing here yet." hasFilters={shown !== 'ranked'} />
      </div>
    </div>
  )
}
