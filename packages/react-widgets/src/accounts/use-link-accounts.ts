import type { Account } from '@socius/core'
import { useQuery } from '@tanstack/react-query'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { type ElementProps, mergeProps } from '../props/merge-props.js'
import { type LinkablePlatform, platformsQuery } from './accounts-query.js'
import { failureOf } from './failure.js'
import { useLinkFormProps } from './link-form-props.js'
import { type LinkedAccount, useAccountList } from './use-account-list.js'
import { type LinkFormOptions, useLinkForm } from './use-link-form.js'

export interface UseLinkAccountsOptions extends ConnectionOptions, LinkFormOptions {}

const noPlatforms: readonly LinkablePlatform[] = []

/**
 * The viewer's accounts elsewhere: those that are linked and how they do, a form that links another one, and what ends it.
 * An account that was linked shows at once and is put ahead in the queue of those that are read.
 * @example
 * const { accounts, platforms, getFormProps, getHandleProps, error } = useLinkAccounts({
 *   consent: { text: 'privacy-2026-01', purposes: [{ purpose: 'sync', isRequired: true }] },
 * })
 */
export function useLinkAccounts(options: UseLinkAccountsOptions) {
  const connection = useConnection(options)
  const offered = useQuery(platformsQuery(connection))
  const platforms = offered.data ?? noPlatforms
  const list = useAccountList(connection, platforms)
  const { formRef, linked, ...form } = useLinkForm(options, { connection, platforms })
  const props = useLinkFormProps({ ...form, formRef }, options.consent)

  const refresh = () => {
    list.refresh()
    if (offered.isError) void offered.refetch()
  }
  const unread = list.unread ?? offered.error
  /** Fills the form with an account that is to be linked anew, and goes to it. */
  const relink = ({ platform, handle }: Account) => {
    form.change({ platform, handle })
    formRef.current?.querySelector<HTMLElement>('input[type="checkbox"]:not(:checked), [type="submit"]')?.focus()
  }
  return {
    /** The client and the viewer that all of this is for. */
    connection,
    ...list,
    refresh,
    platforms,
    isLoading: list.isLoading || offered.isPending,
    /** Why the accounts, or the platforms that can be linked, cannot be read. */
    listError: unread && failureOf(unread),
    ...form,
    /** The account that was linked last, as long as it is. */
    linked: list.accounts.some(({ account, isLinked }) => isLinked && account.id === linked?.id) ? linked : null,
    ...props,
    relink,
    /** For a button that fills the form with an account that was unlinked, or whose token is lost. */
    getRelinkProps: <Given extends ElementProps>({ account }: LinkedAccount, given?: Given) =>
      mergeProps({ type: 'button', onClick: () => relink(account) } as const, given),
  }
}
