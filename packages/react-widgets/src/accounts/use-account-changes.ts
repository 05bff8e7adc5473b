import type { Account } from '@socius/core'
import { type MutationState, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Connection } from '../connection/socius-provider.js'
import { changeAccounts, disconnected, putAccount, putConsent } from './account-cache.js'
import { accountsKey, consentsKey } from './accounts-query.js'
import { type Failure, failureOf } from './failure.js'

/** What a person does to an account that is linked. */
export type AccountChange = 'unlink' | 'withdraw'

interface ChangeInput {
  readonly change: AccountChange
  readonly account: Account
}

/** What is done to an account, and what was not done. */
export interface AccountChangeState {
  readonly pending: AccountChange | null
  readonly failure: (Failure & { readonly change: AccountChange }) | null
}

/** The key of what a viewer does to accounts. */
export function accountChangeKey(viewerId: string) {
  return ['socius', viewerId, 'account-change']
}

/** Unlinks accounts, which shows at once, and withdraws consents, which shows once it is done: it cannot be undone. */
export function useAccountChanges({ client, viewerId }: Connection) {
  const queryClient = useQueryClient()
  const mutationKey = accountChangeKey(viewerId)

  function readAnew(): void {
    // While more of them are on their way, what is shown is ahead of what the server says.
    if (queryClient.isMutating({ mutationKey }) > 0) return
    void queryClient.invalidateQueries({ queryKey: accountsKey(viewerId) })
    void queryClient.invalidateQueries({ queryKey: consentsKey(viewerId) })
  }
  const put = (account: Account) => putAccount(queryClient, viewerId, account)

  const { mutateAsync } = useMutation({
    mutationKey,
    networkMode: 'always',
    retry: false,
    mutationFn: async ({ change, account }: ChangeInput) => {
      if (change === 'unlink') return put(await client.accounts.disconnect({ accountId: account.id }))
      putConsent(queryClient, viewerId, await client.consents.withdraw({ consentId: account.consentId }))
      return changeAccounts(queryClient, viewerId, (known) =>
        known.consentId === account.consentId ? disconnected(known) : known,
      )
    },
    onMutate: async ({ change, account }) => {
      await queryClient.cancelQueries({ queryKey: accountsKey(viewerId) })
      if (change === 'unlink') put(disconnected(account))
    },
    onError: (_error, { change, account }) => {
      if (change === 'unlink') put(account)
    },
  })

  const states = useMutationState({
    filters: { mutationKey },
    select: ({ state }) => state as MutationState<void, Error, ChangeInput>, // the key is of this mutation alone
  })
  const stateOf = useMemo(() => (account: Account) => changeStateOf(states, account), [states])

  const change = (which: AccountChange) => (account: Account) => {
    const isOnItsWay = queryClient.isMutating({ mutationKey, predicate: ({ state }) => concerns(state, account) }) > 0
    if (isOnItsWay) return
    mutateAsync({ change: which, account })
      // It is in the state of the mutation.
      .catch(() => {})
      .finally(readAnew)
  }
  return { stateOf, unlink: change('unlink'), withdraw: change('withdraw') }
}

type ChangeState = MutationState<void, Error, ChangeInput>

function changeStateOf(states: readonly ChangeState[], account: Account): AccountChangeState {
  const last = states.findLast((state) => concerns(state, account))
  const { status, error, variables } = last ?? {}
  if (!variables) return { pending: null, failure: null }
  if (status === 'pending') return { pending: variables.change, failure: null }
  // Where it has come to pass all the same, elsewhere say, nothing has failed.
  const isFailed = error && variables.account.id === account.id && account.state !== 'disconnected'
  return { pending: null, failure: isFailed ? { ...failureOf(error), change: variables.change } : null }
}

/** A withdrawal concerns all accounts that rest on the consent. */
function concerns({ variables }: { variables: unknown }, account: Account): boolean {
  const { change, account: changed } = (variables ?? {}) as Partial<ChangeInput>
  if (changed?.id === account.id) return true
  return change === 'withdraw' && changed?.consentId === account.consentId
}
