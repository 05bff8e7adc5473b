import type { Account, Consent } from '@socius/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useMemo } from 'react'
import type { Connection } from '../connection/socius-provider.js'
import { useLiveEvents } from '../connection/use-live-events.js'
import { type ElementProps, getterOf, mergeProps } from '../props/merge-props.js'
import { accountsQuery, type LinkablePlatform } from './accounts-query.js'
import { type AccountChangeState, useAccountChanges } from './use-account-changes.js'

/** An account with what belongs to it. */
export interface LinkedAccount extends AccountChangeState {
  readonly account: Account
  /** Null where it is not configured any more. */
  readonly platform: LinkablePlatform | null
  /** The grant that it rests on; null where that is not kept any more. */
  readonly consent: Consent | null
  /** Whether that is withdrawn: what was read under it is erased, or about to be. */
  readonly isWithdrawn: boolean
  /** Whether it is still linked, however it does. */
  readonly isLinked: boolean
}

const heard = /^(account|consent)\./

/** A viewer's accounts as they are now, and what can be done to them. */
export function useAccountList(connection: Connection, platforms: readonly LinkablePlatform[]) {
  const accounts = useQuery(accountsQuery(connection))
  const { stateOf, unlink, withdraw } = useAccountChanges(connection)

  const refresh = () => void accounts.refetch()
  useLiveEvents(({ name }) => {
    const isGap = name === 'ready' || name === 'reset'
    // The first `ready` comes while the first page is on its way: nothing was missed.
    if (isGap ? accounts.isFetched && !accounts.isFetching : heard.test(name)) refresh()
  }, connection)

  const { data: known } = accounts
  const items = useMemo(
    () =>
      (known ?? []).map((account): LinkedAccount => {
        const { consent } = account
        const change = stateOf(account)
        const isLinked = account.state !== 'disconnected' && change.pending !== 'unlink'
        return {
          // What is unlinked shows so at once.
          account: isLinked ? account : { ...account, state: 'disconnected', primary: false },
          platform: platforms.find(({ platform }) => platform === account.platform) ?? null,
          consent,
          isWithdrawn: typeof consent?.withdrawnAt === 'number',
          isLinked,
          ...change,
        }
      }),
    [known, platforms, stateOf],
  )
  return {
    accounts: items,
    isLoading: accounts.isPending,
    unread: accounts.error,
    /** Stops the reading of an account. What was read stays. */
    unlink,
    /**
     * Withdraws the consent that an account rests on: all accounts that rest on it are unlinked, and what was read under it
     * is erased. It cannot be undone: ask for a confirmation before.
     */
    withdraw,
    refresh,
    ...useAccountProps({ isBusy: accounts.isFetching, unlink, withdraw }),
  }
}

interface AccountProps {
  readonly isBusy: boolean
  unlink(account: Account): void
  withdraw(account: Account): void
}

function useAccountProps({ isBusy, unlink, withdraw }: AccountProps) {
  const listId = useId()
  const nameOf = ({ account }: LinkedAccount) => `${listId}-${account.id}`
  const buttonOf = (linked: LinkedAccount, act: (account: Account) => void) =>
    ({
      type: 'button',
      'aria-describedby': nameOf(linked),
      'aria-disabled': linked.pending !== null,
      onClick: () => act(linked.account),
    }) as const
  return {
    /** For the list of accounts; name it. */
    getListProps: getterOf({ 'aria-busy': isBusy }),
    /** For what holds one account. */
    getAccountProps: <Given extends ElementProps>(linked: LinkedAccount, given?: Given) =>
      mergeProps(
        { role: 'group', 'aria-labelledby': nameOf(linked), 'aria-busy': linked.pending !== null } as const,
        given,
      ),
    /** For what names an account, its handle say. */
    getAccountNameProps: <Given extends ElementProps>(linked: LinkedAccount, given?: Given) =>
      mergeProps({ id: nameOf(linked) }, given),
    /** For the button that unlinks an account. */
    getUnlinkProps: <Given extends ElementProps>(linked: LinkedAccount, given?: Given) =>
      mergeProps(buttonOf(linked, unlink), given),
    /** For the button that confirms that the consent is withdrawn. */
    getWithdrawProps: <Given extends ElementProps>(linked: LinkedAccount, given?: Given) =>
      mergeProps(buttonOf(linked, withdraw), given),
  }
}
