import { useConnection } from '@socius/react-widgets'
import { feedQuery } from '@socius/react-widgets/queries'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

export interface ComposeBoxProps {
  readonly audience: 'public' | 'connections' | `programme:${string}`
  readonly label: string
}

/** Writes something here. */
export function ComposeBox({ audience, label }: ComposeBoxProps): ReactNode {
  const connection = useConnection()
  const { client, viewerId } = connection
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const publish = useMutation({
    mutationFn: () =>
      client.activities.publish({
        personId: viewerId,
        text,
        audience,
        hashtags: [...text.matchAll(/#([\p{L}\p{N}_]+)/gu)].flatMap(([, tag]) => tag ?? []),
      }),
    onSuccess: async () => {
      setText('')
      // All feeds of this viewer stand under what their keys begin with.
      const [...queryKey] = feedQuery(connection, { source: { feed: 'home' } }).queryKey.slice(0, 3)
      await queryClient.invalidateQueries({ queryKey })
    },
  })
  return (
    <form
      className="panel compose"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') publish.mutate()
      }}
    >
      <textarea
        aria-label={label}
        placeholder={label}
        rows={2}
        maxLength={2000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <button type="submit" className="main" disabled={publish.isPending || text.trim() === ''}>
        Publish
      </button>
      {publish.error && (
        <p role="alert" className="alert">
          {publish.error.message}
        </p>
      )}
    </form>
  )
}
