import type { Account } from '@socius/core'
import { type MutationState, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Connection } from '../connection/socius-provider.js'
import { readAccountsAnew } from './accounts-query.js'
import { atOnce } from './at-once.js'
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
  /** What did not come to pass, and why. */
  readonly failed: { readonly change: AccountChange; readonly failure: Failure } | null
}

/** Unlinks accounts, and withdraws consents. Both are pending until the accounts have been read as they are then. */
export function useAccountChanges({ client, viewerId }: Connection) {
  const queryClient = useQueryClient()
  const mutationKey = ['socius', viewerId, 'account-change']

  const { mutate } = useMutation({
    mutationKey,
    ...atOnce,
    mutationFn: ({ change, account: { id, consentId } }: ChangeInput): Promise<unknown> =>
      change === 'unlink' ? client.accounts.disconnect({ accountId: id }) : client.consents.withdraw({ consentId }),
    onSettled: () => readAccountsAnew(queryClient, viewerId),
  })
  const states = useMutationState({
    filters: { mutationKey },
    select: ({ state }) => state as ChangeState, // the key is of this mutation alone
  })
  const stateOf = useMemo(() => (account: Account) => changeStateOf(states, account), [states])

  const change = (which: AccountChange) => (account: Account) => {
    const isOnItsWay = queryClient.isMutating({ mutationKey, predicate: ({ state }) => concerns(state, account) }) > 0
    if (!isOnItsWay) mutate({ change: which, account })
  }
  return { stateOf, unlink: change('unlink'), withdraw: change('withdraw') }
}

type ChangeState = MutationState<unknown, Error, ChangeInput>

function changeStateOf(states: readonly ChangeState[], account: Account): AccountChangeState {
  const { status, error, variables } = states.findLast((state) => concerns(state, account)) ?? {}
  const change = variables?.change ?? null
  if (change === null || status === 'pending') return { pending: change, failed: null }
  // Where it has come to pass all the same, elsewhere say, nothing has failed.
  const isFailed = error && variables?.account.id === account.id && account.state !== 'disconnected'
  return { pending: null, failed: isFailed ? { change, failure: failureOf(error) } : null }
}

/** A withdrawal concerns all accounts that rest on the consent. */
function concerns({ variables }: { variables: unknown }, { id, consentId }: Account): boolean {
  const { change, account } = (variables ?? {}) as Partial<ChangeInput>
  return account?.id === id || (change === 'withdraw' && account?.consentId === consentId)
}
