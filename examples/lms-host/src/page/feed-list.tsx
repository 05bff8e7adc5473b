import type { FeedItem } from '@socius/core'
import {
  ActivityCard,
  type ActivitySlots,
  ActivityTimeline,
  Feed,
  type FeedFilters,
  type FeedItemProps,
  type FeedSource,
} from '@socius/react-widgets'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { Avatar } from './avatar.tsx'
import { labelsOf } from './words/feed-words.ts'

export interface FeedListProps {
  readonly source: FeedSource
  /** What the feed is, for who does not see it. */
  readonly label: string
  readonly empty: string
  /** Whether what is new waits for a button, or shows at once. @default 'announce' */
  readonly live?: 'announce' | 'show'
}

const kinds = [
  ['', 'Everything'],
  ['post', 'Posts'],
  ['article', 'Articles'],
  ['lesson_completed', 'Lessons'],
] as const

/** The feed of Socius with what only this host knows: its kinds of activity, and where a person's page is. */
export function FeedList({ source, label, empty, live = 'announce' }: FeedListProps): ReactNode {
  const [filters, setFilters] = useState<FeedFilters>({})
  const { kind: shown = '', ...others } = filters
  const isFiltered = source.feed !== 'ranked' && source.feed !== 'top'
  const shared = {
    labels: labelsOf(label, empty),
    slots,
    renderItem: renderCard,
    live,
    filters,
    onFiltersChange: setFilters,
  }
  return (
    <div className="feed">
      {isFiltered && (
        <div className="filters" role="group" aria-label="Kind">
          {kinds.map(([kind, title]) => (
            <button
              key={kind}
              type="button"
              className="chip"
              aria-pressed={shown === kind}
              onClick={() => setFilters(kind === '' ? others : { ...others, kind })}
            >
              {title}
            </button>
          ))}
        </div>
      )}
      {source.feed === 'timeline' ? (
        <ActivityTimeline personId={source.personId} {...shared} />
      ) : (
        <Feed source={source} {...shared} />
      )}
    </div>
  )
}

const slots: ActivitySlots = {
  avatar: (item) => <Avatar name={nameOf(item)} />,
  author: (item) => {
    const { personId } = item.activity
    return personId === null ? nameOf(item) : <Link to={`/people/${personId}`}>{nameOf(item)}</Link>
  },
}

/** A lesson leads to its place in the programme; everything else is as the widgets have it. */
const lessonSlots: ActivitySlots = {
  ...slots,
  content: ({ activity: { title, url } }) => (
    <h3 className="lesson-done">
      <span aria-hidden="true">✓ </span>
      {url === null ? title : <Link to={pathOf(url)}>{title}</Link>}
    </h3>
  ),
}

function renderCard(card: FeedItemProps): ReactNode {
  const isLesson = card.item.activity.kind === 'lesson_completed'
  return <ActivityCard {...card} {...(isLesson && { slots: lessonSlots })} />
}

function pathOf(url: string): string {
  const { pathname, hash } = new URL(url)
  return pathname + hash
}

function nameOf({ activity }: FeedItem): string {
  return activity.authorName ?? activity.authorHandle ?? 'Somebody'
}
