import { Feed, type FeedSource } from '@socius/react-widgets'
import { englishFeedLabels } from '@socius/react-widgets/english'
import { useRef, useState } from 'react'

const feeds = {
  Home: { feed: 'home' },
  'Sampling course': { feed: 'programme', programmeId: 'sampling' },
  'Top of the week': { feed: 'top', period: 'week' },
} satisfies Record<string, FeedSource>

const titles = Object.keys(feeds) as (keyof typeof feeds)[] // it has no others

export function ClassFeed() {
  const [title, setTitle] = useState(titles[0] ?? 'Home')
  const scrollRef = useRef<HTMLDivElement>(null)
  return (
    <>
      <div className="switch" role="group" aria-label="Which feed">
        {titles.map((one) => (
          <button key={one} type="button" aria-pressed={one === title} onClick={() => setTitle(one)}>
            {one}
          </button>
        ))}
      </div>
      <div ref={scrollRef} className="scroller">
        <Feed key={title} source={feeds[title]} labels={englishFeedLabels} pageSize={4} scrollRef={scrollRef} />
      </div>
    </>
  )
}
