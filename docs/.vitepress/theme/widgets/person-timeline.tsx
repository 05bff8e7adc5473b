import { ActivityTimeline } from '@socius/react-widgets'
import { englishFeedLabels } from '@socius/react-widgets/english'
import { useRef } from 'react'

const labels = { ...englishFeedLabels, feed: 'What Noor has published' }

export function PersonTimeline() {
  const scrollRef = useRef<HTMLDivElement>(null)
  return (
    <div ref={scrollRef} className="scroller">
      <ActivityTimeline personId="noor" labels={labels} scrollRef={scrollRef} />
    </div>
  )
}
