import type { Comment } from '@socius/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ChangeEvent, FormEvent } from 'react'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { usePages } from '../paging/use-pages.js'
import { type ElementProps, getterOf, mergeProps } from '../props/merge-props.js'
import { commentBeingSent, commentingKey, commentsQuery, isBeingSent } from './comment-cache.js'
import { changeItem } from './feed-cache.js'
import { useCommentUpdates } from './use-comment-updates.js'
import { useDraft } from './use-draft.js'
import { useOwnComments } from './use-own-comments.js'

export interface UseCommentsOptions extends ConnectionOptions {
  /** The activity that is commented on. */
  readonly subjectId: string
  /** What stands in the input, where the caller keeps it. */
  readonly text?: string
  readonly onTextChange?: (text: string) => void
  /** Comments on a page, 1 to 100. @default 20 */
  readonly pageSize?: number
  /** Whether comments are read at all: of a thread that is closed, say, they are not. @default true */
  readonly enabled?: boolean
  /** Whether comments of others come and go as they happen. @default true */
  readonly live?: boolean
}

/**
 * The comments on an activity, the oldest first, and the input for another one. What is written shows at once; if the
 * server refuses it, it is taken back and stands in the input again.
 */
export function useComments(options: UseCommentsOptions) {
  const { subjectId, pageSize = 20, enabled = true, live = true } = options
  const connection = useConnection(options)
  const { client, viewerId } = connection
  const queryClient = useQueryClient()
  const query = commentsQuery(connection, subjectId, pageSize)
  const own = useOwnComments(viewerId, subjectId)
  const { items, isBusy, paging } = usePages({ query, enabled, idOf, more: own.written, without: own.removed })
  const draft = useDraft({ key: { viewerId, subjectId }, text: options.text, onChange: options.onTextChange })
  const count = (step: number) =>
    changeItem(queryClient, viewerId, subjectId, (item) => ({
      ...item,
      here: { ...item.here, comments: Math.max(0, item.here.comments + step) },
    }))
  const { settle } = useCommentUpdates({ connection, subjectId, query, own, enabled: enabled && live })
  const mutationKey = commentingKey(viewerId, subjectId)

  const adding = useMutation({
    mutationKey,
    // One after the other: they stand in the order in which they were written.
    scope: { id: `socius ${viewerId} comments ${subjectId}` },
    mutationFn: ({ text }: Comment) => client.comments.add({ personId: viewerId, subjectId, text: text ?? '' }),
    onMutate: (shown) => {
      own.put(shown)
      count(1)
    },
    onSuccess: (made, shown) => own.put(made, shown),
    onError: (_error, shown) => {
      own.forget(({ id }) => id === shown.id)
      count(-1)
      draft.giveBack(shown.text ?? '')
    },
    onSettled: settle,
  })
  // What comes from a platform is not among those that are counted here.
  const stepOf = ({ origin }: Comment) => (origin === 'native' ? 1 : 0)
  const removing = useMutation({
    mutationKey,
    mutationFn: ({ id }: Comment) => client.comments.remove({ commentId: id }),
    onMutate: (comment) => {
      own.setRemoved(comment.id, true)
      count(-stepOf(comment))
    },
    onError: (_error, comment) => {
      own.setRemoved(comment.id, false)
      count(stepOf(comment))
    },
    onSettled: settle,
  })

  const submit = () => {
    const text = draft.text.trim()
    if (text === '') return
    draft.change('')
    if (removing.isError) removing.reset()
    adding.mutate(commentBeingSent(viewerId, subjectId, text))
  }
  const actions = {
    setText: draft.change,
    submit,
    remove: (comment: Comment) => {
      if (adding.isError) adding.reset()
      removing.mutate(comment)
    },
  }
  return {
    comments: items,
    text: draft.text,
    /** `error`: why comments cannot be read. */
    ...paging,
    /** Why the last one was not taken, or not removed. */
    refusal: adding.error ?? removing.error,
    /** Whether it is on its way and has no id yet. */
    isBeingSent,
    /** Whether the viewer may take it away. */
    canRemove: (comment: Comment) => comment.personId === viewerId && !isBeingSent(comment),
    ...actions,
    ...commentProps({ isBusy, text: draft.text, actions }),
  }
}

interface CommentProps {
  readonly isBusy: boolean
  readonly text: string
  readonly actions: {
    setText(text: string): void
    submit(): void
    remove(comment: Comment): void
  }
}

function commentProps({ isBusy, text, actions }: CommentProps) {
  return {
    /** For the list around the comments; give it an `aria-label`. */
    getListProps: getterOf({ 'aria-busy': isBusy }),
    getFormProps: getterOf({
      onSubmit: (event: FormEvent) => {
        event.preventDefault()
        actions.submit()
      },
    }),
    /** For a `textarea` or an `input`; give it a label. */
    getInputProps: getterOf({
      value: text,
      maxLength: longestComment,
      onChange: (event: ChangeEvent<HTMLTextAreaElement | HTMLInputElement>) => actions.setText(event.target.value),
    }),
    // A button that is disabled loses the focus.
    getSubmitProps: getterOf({ type: 'submit', 'aria-disabled': text.trim() === '' }),
    getRemoveProps: <Given extends ElementProps>(comment: Comment, given?: Given) =>
      mergeProps({ type: 'button', onClick: () => actions.remove(comment) } as const, given),
  }
}

/** As long as `comments.add` takes them. */
const longestComment = 10_000

function idOf({ id }: Comment): string {
  return id
}
