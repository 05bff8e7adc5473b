import { isSociusError } from '@socius/core/client'
import { useConnection } from '@socius/react-widgets'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { accountsKey } from './account-list.tsx'

/** Names the text below; a text that says something else gets another name. */
const consentText = 'lms-privacy-1'

const examples: Readonly<Record<string, string>> = { bluesky: 'maya-lindqvist.test', rss: 'https://…' }

/** Links a public account, with the consent that it is read under. */
export function LinkForm(): ReactNode {
  const { client, viewerId } = useConnection()
  const queryClient = useQueryClient()
  const { data: platforms } = useQuery({
    queryKey: ['platforms'],
    queryFn: ({ signal }) => client.accounts.platforms({}, { signal }),
    staleTime: Infinity,
  })
  const [chosen, choose] = useState('')
  const platform = chosen || (platforms?.items[0]?.platform ?? '')
  const [handle, setHandle] = useState('')
  const [mayRead, setMayRead] = useState(false)
  const [mayShow, setMayShow] = useState(false)
  const link = useMutation({
    mutationFn: () =>
      client.accounts.link({
        personId: viewerId,
        platform,
        handle,
        consent: { purposes: mayShow ? ['sync', 'display'] : ['sync'], text: consentText },
      }),
    onSuccess: async () => {
      setHandle('')
      setMayRead(false)
      setMayShow(false)
      await queryClient.invalidateQueries({ queryKey: accountsKey(viewerId) })
    },
  })

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        link.mutate()
      }}
    >
      <label>
        Platform
        <select value={platform} onChange={({ target }) => choose(target.value)}>
          {platforms?.items.map((item) => (
            <option key={item.platform} value={item.platform}>
              {item.title}
            </option>
          ))}
        </select>
      </label>
      <label>
        Handle or address
        <input
          required
          value={handle}
          placeholder={examples[platform]}
          autoCapitalize="none"
          spellCheck={false}
          onChange={({ target }) => setHandle(target.value)}
        />
      </label>
      <fieldset>
        <legend>What you allow</legend>
        <label className="check">
          <input type="checkbox" required checked={mayRead} onChange={({ target }) => setMayRead(target.checked)} />
          <span>Lantern may read what this account publishes, and keep it while this consent lasts.</span>
        </label>
        <label className="check">
          <input type="checkbox" checked={mayShow} onChange={({ target }) => setMayShow(target.checked)} />
          <span>It may show it to the people here. Without this only you see it.</span>
        </label>
        <p className="quiet">
          You can take this back at any time; what was read is erased then. Nothing is sent to the platform.
        </p>
      </fieldset>
      {link.error && (
        <p role="alert" className="alert">
          {saidOf(link.error)}
        </p>
      )}
      <button type="submit" className="main" disabled={link.isPending}>
        Link
      </button>
    </form>
  )
}

function saidOf(error: unknown): string {
  if (isSociusError(error, 'provider_not_found')) return 'There is no such account.'
  if (isSociusError(error, 'conflict')) return 'This account is linked to somebody else here.'
  if (isSociusError(error, 'invalid_input')) return 'This is not how an account of that platform is written.'
  if (isSociusError(error) && error.retryable) return 'The platform does not answer. Try again in a moment.'
  return 'That did not work.'
}
