import type { ReactNode } from 'react'
import { Feed, type FeedProps } from '../feed/feed.js'

export interface ActivityTimelineProps extends Omit<FeedProps, 'source'> {
  readonly personId: string
}

/** What one person has published, as far as the viewer may see it. */
export function ActivityTimeline({ personId, ...props }: ActivityTimelineProps): ReactNode {
  return <Feed {...props} source={{ feed: 'timeline', personId }} />
}
