import type { FeedItem } from '@socius/core'
import { memo, type ReactNode, useId } from 'react'
import type { ConnectionOptions } from '../connection/socius-provider.js'
import { useReaction } from '../feed/use-reaction.js'
import type { ElementProps } from '../props/merge-props.js'
import { useDisclosure } from '../props/use-disclosure.js'
import { ActivityExplanation } from './activity-explanation.js'
import type { ActivityLabels } from './activity-labels.js'
import { ActivityMedia } from './activity-media.js'
import { AttributionLink } from './attribution.js'
import { CommentThread } from './comment-thread.js'
import { usePlatforms } from './use-platforms.js'
import { WrittenText } from './written-text.js'

/** What a host puts in the place of a part of a card. */
export interface ActivitySlots {
  avatar?(item: FeedItem): ReactNode
  /** What names the item: the author, as text or as a link. */
  author?(item: FeedItem): ReactNode
  /** Title and text. */
  content?(item: FeedItem): ReactNode
  media?(item: FeedItem): ReactNode
  hashtags?(item: FeedItem): ReactNode
  /** The buttons and what they open. The attribution stays. */
  actions?(item: FeedItem): ReactNode
}

interface ActivityCardContentProps extends ConnectionOptions {
  readonly item: FeedItem
  /** Keep it the same object from render to render. */
  readonly labels: ActivityLabels
  /** Told of a hashtag that is pressed. Without it hashtags are text. */
  onHashtag?(hashtag: string): void
  /** Told to hide the item: see `useHide`. Without it there is no such button. */
  onHide?(item: FeedItem): void
  readonly slots?: ActivitySlots
  /** Of an item's title. @default 3 */
  readonly headingLevel?: 2 | 3 | 4 | 5 | 6
}

export interface ActivityCardProps extends ActivityCardContentProps {
  /** For the article: what `getItemProps` gives. */
  readonly articleProps?: ElementProps
  /** For what names it: what `getItemLabelProps` gives. */
  readonly nameProps?: ElementProps
}

/** One item of a feed, with plain elements. All of its words are the caller's. */
export function ActivityCard({ articleProps, nameProps, ...content }: ActivityCardProps): ReactNode {
  const ownId = useId()
  const nameId = typeof nameProps?.['id'] === 'string' ? nameProps['id'] : ownId
  const { className, ...others } = articleProps ?? {}
  return (
    <article
      aria-labelledby={nameId}
      {...others}
      className={['socius-card', className].filter(Boolean).join(' ')}
      data-platform={content.item.activity.platform}
      data-seen={content.item.seen}
    >
      <CardContent {...content} nameId={nameId} />
    </article>
  )
}

/** While a list scrolls, its articles get other props; what is in them stays. */
const CardContent = /* @__PURE__ */ memo(function CardContent(
  props: ActivityCardContentProps & { nameId: string },
): ReactNode {
  const { item, labels, onHashtag, slots = {} } = props
  const { activity, counts } = item
  const platforms = usePlatforms(connectionOf(props))
  const received = counts && labels.counts(counts, platforms.titleOf(activity.platform))
  const writer = activity.authorName ?? activity.authorHandle ?? labels.someone
  return (
    <>
      <header className="socius-card-header">
        {slots.avatar ? slots.avatar(item) : <Avatar url={activity.authorAvatarUrl} name={writer} />}
        <div className="socius-byline">
          <span id={props.nameId} className="socius-author">
            {slots.author ? slots.author(item) : <bdi>{writer}</bdi>}
          </span>
          <span className="socius-when">
            <time
              className="socius-time"
              dateTime={new Date(activity.publishedAt).toISOString()}
              suppressHydrationWarning
            >
              {labels.time(activity.publishedAt)}
            </time>
            {activity.editedAt !== null && <span className="socius-edited">{labels.edited}</span>}
          </span>
        </div>
      </header>
      {slots.content ? slots.content(item) : <Content item={item} headingLevel={props.headingLevel ?? 3} />}
      {slots.media ? slots.media(item) : <ActivityMedia attachments={activity.attachments} labels={labels} />}
      {slots.hashtags ? slots.hashtags(item) : <Hashtags hashtags={activity.hashtags} onHashtag={onHashtag} />}
      <footer className="socius-card-footer">
        <div className="socius-origin">
          {received && <span className="socius-counts">{received}</span>}
          <AttributionLink activity={activity} labels={labels} platforms={platforms} />
        </div>
        {slots.actions ? slots.actions(item) : <Actions {...props} />}
      </footer>
    </>
  )
})

function Avatar({ url, name }: { url: string | null; name: string }): ReactNode {
  // The name stands beside it.
  if (url !== null) return <img className="socius-avatar" src={url} alt="" loading="lazy" decoding="async" />
  return (
    <span className="socius-avatar" aria-hidden="true">
      {[...name].find((sign) => /[\p{L}\p{N}]/u.test(sign))?.toUpperCase()}
    </span>
  )
}

function Content({ item: { activity }, headingLevel }: { item: FeedItem; headingLevel: number }): ReactNode {
  const Heading = `h${headingLevel}` as 'h3'
  const { title, html, text, language } = activity
  return (
    <div className="socius-content">
      {title !== null && (
        <Heading className="socius-title" dir="auto" {...(language ? { lang: language } : {})}>
          {title}
        </Heading>
      )}
      <WrittenText className="socius-text" html={html} text={text} language={language} />
    </div>
  )
}

interface HashtagsProps {
  readonly hashtags: readonly string[]
  readonly onHashtag: ((hashtag: string) => void) | undefined
}

function Hashtags({ hashtags, onHashtag }: HashtagsProps): ReactNode {
  if (hashtags.length === 0) return null
  return (
    <ul className="socius-hashtags">
      {[...new Set(hashtags)].map((hashtag) => (
        <li key={hashtag}>
          {onHashtag ? (
            <button type="button" className="socius-hashtag" onClick={() => onHashtag(hashtag)}>
              <bdi>#{hashtag}</bdi>
            </button>
          ) : (
            <bdi className="socius-hashtag">#{hashtag}</bdi>
          )}
        </li>
      ))}
    </ul>
  )
}

function Actions(props: ActivityCardContentProps): ReactNode {
  const { item, labels, onHide } = props
  const connection = connectionOf(props)
  const like = useReaction({ item, ...connection })
  const comments = useDisclosure()
  const why = useDisclosure()
  const button = 'socius-button socius-action'
  return (
    <>
      <div className="socius-actions">
        <button {...like.getToggleProps({ className: `${button} socius-like` })}>{labels.like(like.count)}</button>
        <button {...comments.getButtonProps({ className: button })}>{labels.comments(item.here.comments)}</button>
        <button {...why.getButtonProps({ className: button })}>{labels.why}</button>
        {onHide && (
          <button type="button" className={button} onClick={() => onHide(item)}>
            {labels.hide}
          </button>
        )}
      </div>
      {like.error && (
        <p className="socius-error" role="alert">
          {labels.error(like.error)}
        </p>
      )}
      <div {...why.getPanelProps({ className: 'socius-explanation' })}>
        {why.isOpen && <ActivityExplanation activityId={item.activity.id} labels={labels} {...connection} />}
      </div>
      <div {...comments.getPanelProps({ className: 'socius-comments-panel' })}>
        {comments.isOpen && <CommentThread subjectId={item.activity.id} labels={labels} {...connection} />}
      </div>
    </>
  )
}

function connectionOf({ client, viewerId }: ConnectionOptions): ConnectionOptions {
  return { ...(client ? { client } : {}), ...(viewerId === undefined ? {} : { viewerId }) }
}
