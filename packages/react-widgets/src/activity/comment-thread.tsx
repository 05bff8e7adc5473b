import type { Comment } from '@socius/core'
import { type ReactNode, useId, useRef } from 'react'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { useComments } from '../feed/use-comments.js'
import type { ActivityLabels } from './activity-labels.js'
import { WrittenText } from './written-text.js'

export interface CommentThreadProps extends ConnectionOptions {
  readonly subjectId: string
  readonly labels: Pick<ActivityLabels, 'thread' | 'time' | 'someone' | 'error' | 'loading'>
}

/** The comments on an activity, and the input for another. */
export function CommentThread({ subjectId, labels, ...connection }: CommentThreadProps): ReactNode {
  const thread = useComments({ subjectId, ...connection })
  const { thread: words } = labels
  const { comments, refusal, error } = thread
  const inputId = useId()
  const ref = useRef<HTMLDivElement>(null)
  // The button is gone with its comment.
  const onRemove = () => ref.current?.focus({ preventScroll: true })
  return (
    <div ref={ref} className="socius-thread" tabIndex={-1}>
      {thread.isLoading && <p role="status">{labels.loading}</p>}
      {error && <p role="alert">{labels.error(error)}</p>}
      {!thread.isLoading && !error && comments.length === 0 && <p className="socius-thread-empty">{words.empty}</p>}
      {comments.length > 0 && (
        <ul {...thread.getListProps({ className: 'socius-comments', 'aria-label': words.list })}>
          {comments.map((comment) => (
            <CommentLine
              key={comment.id}
              comment={comment}
              thread={thread}
              labels={labels}
              onRemove={onRemove}
              {...connection}
            />
          ))}
        </ul>
      )}
      {thread.hasMore && <button {...thread.getMoreProps({ className: 'socius-button' })}>{words.more}</button>}
      <form {...thread.getFormProps({ className: 'socius-comment-form' })}>
        <label className="socius-label" htmlFor={inputId}>
          {words.input}
        </label>
        <textarea {...thread.getInputProps({ id: inputId, className: 'socius-input', rows: 2, dir: 'auto' })} />
        <button {...thread.getSubmitProps({ className: 'socius-button socius-button-main' })}>{words.submit}</button>
      </form>
      {refusal && (
        <p className="socius-error" role="alert">
          {labels.error(refusal)}
        </p>
      )}
    </div>
  )
}

interface CommentLineProps extends ConnectionOptions {
  readonly comment: Comment
  readonly thread: ReturnType<typeof useComments>
  readonly labels: CommentThreadProps['labels']
  onRemove(): void
}

function CommentLine({ comment, thread, labels, onRemove, ...connection }: CommentLineProps): ReactNode {
  const { viewerId } = useConnection(connection)
  const { thread: words } = labels
  const author =
    comment.authorName ?? comment.authorHandle ?? (comment.personId === viewerId ? words.you : labels.someone)
  return (
    <li className="socius-comment">
      <span className="socius-comment-author">
        <bdi>{author}</bdi>
      </span>
      {thread.isBeingSent(comment) ? (
        <span className="socius-time">{words.sending}</span>
      ) : (
        <time className="socius-time" dateTime={new Date(comment.publishedAt).toISOString()} suppressHydrationWarning>
          {labels.time(comment.publishedAt)}
        </time>
      )}
      <WrittenText className="socius-comment-text" html={comment.html} text={comment.text} />
      {thread.canRemove(comment) && (
        <button
          {...thread.getRemoveProps(comment, {
            className: 'socius-button socius-button-quiet',
            'aria-label': words.remove(author),
            onClick: onRemove,
          })}
        >
          <span aria-hidden="true">×</span>
        </button>
      )}
    </li>
  )
}
