import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { ComposeBox } from './compose-box.tsx'
import { FeedList } from './feed-list.tsx'
import { useSession } from './session.tsx'
import { TopOfWeek } from './top-of-week.tsx'

const feeds = [
  ['home', 'Everybody'],
  ['network', 'Connections'],
  ['ranked', 'Most noticed'],
] as const

type Shown = (typeof feeds)[number][0]

export function HomePage(): ReactNode {
  const [shown, show] = useState<Shown>('home')
  const { programmes } = useSession()
  return (
    <div className="columns">
      <aside>
        <section className="panel wide-only" aria-labelledby="programmes">
          <h2 id="programmes">Your programmes</h2>
          <ul className="rows">
            {programmes.map(({ id, title, summary }) => (
              <li key={id}>
                <Link className="row" to={`/programmes/${id}`}>
                  <strong>{title}</strong>
                  <span className="quiet">{summary}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
        <TopOfWeek />
      </aside>
      <div>
        <h1 className="unseen">Home</h1>
        <ComposeBox audience="public" label="What have you learned today?" />
        <div className="tabs" role="group" aria-label="Feed">
          {feeds.map(([feed, title]) => (
            <button key={feed} type="button" aria-pressed={feed === shown} onClick={() => show(feed)}>
              {title}
            </button>
          ))}
        </div>
        <FeedList
          key={shown}
          source={{ feed: shown }}
          label="Home"
          empty={shown === 'network' ? 'Connect with somebody to see what they publish.' : 'Nothing here yet.'}
        />
      </div>
    </div>
  )
}
