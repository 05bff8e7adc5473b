import type { Account } from '@socius/core'
import { useConnection, useLiveEvents } from '@socius/react-widgets'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatTime } from './format-time.ts'

export function accountsKey(viewerId: string): readonly string[] {
  return ['accounts', viewerId]
}

/** The viewer's accounts, how reading them goes, and the way out. */
export function AccountList(): ReactNode {
  const { client, viewerId } = useConnection()
  const queryClient = useQueryClient()
  const queryKey = accountsKey(viewerId)
  const { data, isPending } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.accounts.list({ personId: viewerId }, { signal }),
  })
  useLiveEvents(({ name }) => {
    if (/^(account|consent|sync|erasure)\./.test(name)) void queryClient.invalidateQueries({ queryKey })
  })
  const linked = data?.items.filter(({ state }) => state !== 'disconnected') ?? []
  if (isPending) return <p className="quiet">Loading…</p>
  if (linked.length === 0) return <p className="quiet">Nothing is linked. What you publish elsewhere stays there.</p>
  return (
    <ul className="rows">
      {linked.map((account) => (
        <AccountRow key={account.id} account={account} />
      ))}
    </ul>
  )
}

function AccountRow({ account }: { account: Account }): ReactNode {
  const { client, viewerId } = useConnection()
  const queryClient = useQueryClient()
  const queryKey = [...accountsKey(viewerId), account.id]
  const { data: place } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.sync.place({ accountId: account.id }, { signal }),
    retry: false,
  })
  const refresh = () => queryClient.invalidateQueries({ queryKey: accountsKey(viewerId) })
  const readNow = useMutation({
    mutationFn: () => client.sync.request({ accountId: account.id }),
    onSuccess: refresh,
  })
  const unlink = useMutation({
    // Withdrawing the consent disconnects the account and erases what was read under it.
    mutationFn: () => client.consents.withdraw({ consentId: account.consentId }),
    onSuccess: () => queryClient.invalidateQueries(),
  })
  return (
    <li className="account">
      <div>
        <strong>{account.handle}</strong>
        <div className="quiet">
          {account.platform === 'rss' ? 'Blog' : 'Bluesky'} ·{' '}
          {account.state === 'active' ? said(place) : stateTexts[account.state]}
        </div>
      </div>
      <div className="actions">
        <button type="button" disabled={readNow.isPending} onClick={() => readNow.mutate()}>
          Read now
        </button>
        <button
          type="button"
          className="danger"
          disabled={unlink.isPending}
          onClick={() => {
            if (confirm(`Unlink ${account.handle}? What was read from it is erased here.`)) unlink.mutate()
          }}
        >
          Unlink
        </button>
      </div>
      {(unlink.error ?? readNow.error) && (
        <p role="alert" className="alert">
          That did not work. Try again.
        </p>
      )}
    </li>
  )
}

const stateTexts: Readonly<Record<Account['state'], string>> = {
  active: '',
  unreadable: 'the platform hides it for now',
  unauthorized: 'the platform asks for a new permission',
  gone: 'the platform does not know it any more',
  disconnected: 'not read any more',
}

interface Place {
  readonly lastRunAt: number | null
  readonly expectedAt: number
  readonly state: 'due-later' | 'waiting' | 'limited' | 'closed'
  readonly failures: number
}

function said(place: Place | undefined): string {
  if (!place) return 'about to be read'
  const { lastRunAt, state, failures } = place
  if (state === 'limited') return 'the platform asks us to wait'
  if (state === 'closed' || failures > 0) return 'the platform does not answer; tried again soon'
  return lastRunAt === null ? 'about to be read' : `read ${formatTime(lastRunAt)}`
}
