import type { FeedItem } from '@socius/core'
import { useReaction } from '@socius/react-widgets'
import { type HTMLAttributes, type ReactNode, useId, useState } from 'react'
import { Link } from 'react-router'
import { Avatar } from './avatar.tsx'
import { Comments } from './comments.tsx'
import { formatTime } from './format-time.ts'
import { LinkedWords } from './linked-words.tsx'
import { Reasons } from './reasons.tsx'

export interface ActivityCardProps {
  readonly item: FeedItem
  readonly itemProps?: HTMLAttributes<HTMLElement>
  readonly labelProps?: HTMLAttributes<HTMLElement>
  readonly onHashtag: (hashtag: string) => void
}

const platformTitles: Readonly<Record<string, string>> = { bluesky: 'Bluesky', rss: 'their blog' }

/** One activity: who, what, and what people here make of it. */
export function ActivityCard({ item, itemProps, labelProps, onHashtag }: ActivityCardProps): ReactNode {
  const { activity, counts, here } = item
  const { authorName, personId, platform, publishedAt, title, text, url } = activity
  const name = authorName ?? activity.authorHandle ?? 'Somebody'
  const [shown, show] = useState<'comments' | 'reasons' | null>(null)
  const drawer = useId()
  const toggle = (which: 'comments' | 'reasons') => show(shown === which ? null : which)
  const isLesson = activity.kind === 'lesson_completed'

  return (
    <article {...itemProps}>
      <header>
        <Avatar name={name} />
        <div>
          <strong {...labelProps}>{personId === null ? name : <Link to={`/people/${personId}`}>{name}</Link>}</strong>
          <div className="quiet">
            <time dateTime={new Date(publishedAt).toISOString()}>{formatTime(publishedAt)}</time>
            {platformTitles[platform] !== undefined && url !== null && (
              <>
                {' on '}
                <a href={url} target="_blank" rel="noreferrer">
                  {platformTitles[platform]}
                </a>
              </>
            )}
            {activity.audience !== 'public' && ' · to the programme'}
          </div>
        </div>
      </header>
      {title !== null && (
        <h3 className={isLesson ? 'lesson-done' : ''}>
          {isLesson && <span aria-hidden="true">✓ </span>}
          {title}
        </h3>
      )}
      {(text !== null || activity.hashtags.length > 0) && (
        <LinkedWords text={cut(text ?? '')} hashtags={activity.hashtags} onHashtag={onHashtag} />
      )}
      <footer>
        <LikeButton item={item} />
        <button type="button" className="act" aria-expanded={shown === 'comments'} onClick={() => toggle('comments')}>
          Comments <span className="count">{here.comments}</span>
        </button>
        <button type="button" className="act" aria-expanded={shown === 'reasons'} onClick={() => toggle('reasons')}>
          Why this?
        </button>
        {counts?.likes !== undefined && counts?.likes !== null && counts.likes > 0 && (
          <span className="quiet there">
            {counts.likes} {counts.likes === 1 ? 'like' : 'likes'} on {platformTitles[platform] ?? platform}
          </span>
        )}
      </footer>
      {shown !== null && (
        <div id={drawer} className="drawer">
          {shown === 'comments' ? <Comments subjectId={activity.id} /> : <Reasons activityId={activity.id} />}
        </div>
      )}
    </article>
  )
}

function cut(text: string): string {
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}

function LikeButton({ item }: { item: FeedItem }): ReactNode {
  const { count, isGiven, getToggleProps } = useReaction({ item })
  return (
    <button {...getToggleProps({ className: 'act' })}>
      <span aria-hidden="true">{isGiven ? '♥' : '♡'}</span> Like <span className="count">{count}</span>
    </button>
  )
}
