import { useConnection, useLiveEvents } from '@socius/react-widgets'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Avatar } from './avatar.tsx'
import { formatTime } from './format-time.ts'

/** What was answered to an activity, and one more answer. */
export function Comments({ subjectId }: { subjectId: string }): ReactNode {
  const { client, viewerId } = useConnection()
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const queryKey = ['comments', viewerId, subjectId]
  const { data, isPending } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.comments.list({ subjectId, limit: 100 }, { signal }),
  })
  const refresh = () => queryClient.invalidateQueries({ queryKey })
  useLiveEvents(({ name, subject }) => {
    if (name.startsWith('comment.') && subject === subjectId) void refresh()
  })
  const add = useMutation({
    mutationFn: () => client.comments.add({ personId: viewerId, subjectId, text }),
    onSuccess: async () => {
      setText('')
      await refresh()
    },
  })

  return (
    <div className="comments">
      {isPending && <p className="quiet">Loading…</p>}
      <ul>
        {data?.items.map((comment) => (
          <li key={comment.id}>
            <Avatar name={comment.authorName ?? '?'} />
            <div>
              <strong>{comment.authorName}</strong> <span className="quiet">{formatTime(comment.publishedAt)}</span>
              <p className="words">{comment.text}</p>
            </div>
          </li>
        ))}
      </ul>
      <form
        className="answer"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') add.mutate()
        }}
      >
        <input
          aria-label="Your comment"
          placeholder="Write a comment"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" disabled={add.isPending || text.trim() === ''}>
          Comment
        </button>
      </form>
      {add.error && (
        <p role="alert" className="alert">
          The comment was not sent: {add.error.message}
        </p>
      )}
    </div>
  )
}
