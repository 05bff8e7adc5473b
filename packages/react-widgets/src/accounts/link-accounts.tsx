import type { ReactNode } from 'react'
import { AccountEntry } from './account-entry.js'
import { LinkForm } from './link-form.js'
import type { LinkAccountsLabels } from './link-labels.js'
import { type UseLinkAccountsOptions, useLinkAccounts } from './use-link-accounts.js'

export interface LinkAccountsProps extends UseLinkAccountsOptions {
  readonly labels: LinkAccountsLabels
  /** The words of the consent, in the version that `consent.text` names. */
  readonly children: ReactNode
}

/**
 * The viewer's accounts elsewhere, how they do, and the form that links another one.
 * @example
 * <LinkAccounts labels={labels} consent={{ text: 'privacy-2026-01', purposes: [{ purpose: 'sync', isRequired: true }] }}>
 *   <p>We read what you publish there and keep it until you say otherwise. <a href="/privacy">All of it</a></p>
 * </LinkAccounts>
 */
export function LinkAccounts({ labels, children, ...options }: LinkAccountsProps): ReactNode {
  const state = useLinkAccounts(options)
  const { accounts, isLoading, listError } = state
  return (
    <section className="socius-accounts" aria-label={labels.title}>
      <LinkForm state={state} labels={labels} consent={options.consent}>
        {children}
      </LinkForm>
      {listError && (
        <div className="socius-accounts-failed">
          <p role="alert">{labels.listError(listError)}</p>
          <button type="button" onClick={state.refresh}>
            {labels.retry}
          </button>
        </div>
      )}
      {isLoading && !listError && <p role="status">{labels.loading}</p>}
      {!isLoading && !listError && accounts.length === 0 && <p className="socius-accounts-none">{labels.none}</p>}
      {accounts.length > 0 && (
        <ul {...state.getListProps({ className: 'socius-accounts-list', 'aria-label': labels.list })}>
          {accounts.map((linked) => (
            <AccountEntry key={linked.account.id} linked={linked} state={state} labels={labels} />
          ))}
        </ul>
      )}
    </section>
  )
}
