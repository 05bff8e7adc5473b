import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { LinkAccountsState } from './link-form.js'
import type { LinkAccountsLabels } from './link-labels.js'
import { SyncStatus } from './sync-status.js'
import type { LinkedAccount } from './use-account-list.js'

interface AccountEntryProps {
  readonly linked: LinkedAccount
  readonly state: LinkAccountsState
  readonly labels: LinkAccountsLabels
}

/** One account: how it does, and what can be done to it. */
export function AccountEntry({ linked, state, labels }: AccountEntryProps): ReactNode {
  const { account, platform, isLinked, isWithdrawn, failed } = linked
  const nameRef = useRef<HTMLParagraphElement>(null)
  const hasActed = useRef(false)
  // A button that has done its work goes, and must not take the focus with it.
  useEffect(() => {
    const name = nameRef.current
    if (hasActed.current && name?.ownerDocument.activeElement === name?.ownerDocument.body) name?.focus()
    hasActed.current = false
  }, [isLinked, isWithdrawn])
  const onAct = () => {
    hasActed.current = true
  }
  return (
    <li>
      <div {...state.getAccountProps(linked, { className: 'socius-account', 'data-state': account.state })}>
        <p {...state.getAccountNameProps(linked, { className: 'socius-account-name', ref: nameRef, tabIndex: -1 })}>
          <span className="socius-account-platform">{labels.platformOf(platform, account.platform)}</span>{' '}
          <bdi className="socius-account-handle">{account.handle}</bdi>
        </p>
        {account.primary && <p className="socius-account-primary">{labels.primary}</p>}
        <p className="socius-account-state">{isWithdrawn ? labels.withdrawn : labels.state(account.state)}</p>
        {isLinked && <SyncStatus {...state.connection} accountId={account.id} labels={labels.sync} />}
        <AccountActions linked={linked} state={state} labels={labels} onAct={onAct} />
        {failed && (
          <p className="socius-account-error" role="alert">
            {labels.changeError(failed.failure, failed.change)}
          </p>
        )}
      </div>
    </li>
  )
}

interface AccountActionsProps extends AccountEntryProps {
  /** Something is done that may take its button away. */
  onAct(): void
}

function AccountActions({ linked, state, labels, onAct }: AccountActionsProps): ReactNode {
  const { account, platform, isLinked, isWithdrawn, pending } = linked
  const [isAsking, setIsAsking] = useState(false)
  const withdrawRef = useRef<HTMLButtonElement>(null)
  const { id: nameId } = state.getAccountNameProps(linked)
  const canRelink = platform !== null && (!isLinked || account.state === 'unauthorized' || account.state === 'gone')

  function stopAsking(): void {
    setIsAsking(false)
    withdrawRef.current?.focus()
  }

  return (
    <div className="socius-account-actions">
      {canRelink && (
        <button {...state.getRelinkProps(linked, { className: 'socius-account-relink', 'aria-describedby': nameId })}>
          {labels.relink}
        </button>
      )}
      {isLinked && (
        <button {...state.getUnlinkProps(linked, { className: 'socius-account-unlink', onClick: onAct })}>
          {pending === 'unlink' ? labels.unlinking : labels.unlink}
        </button>
      )}
      {!isWithdrawn && (
        <button
          ref={withdrawRef}
          type="button"
          className="socius-account-withdraw"
          aria-expanded={isAsking}
          aria-describedby={nameId}
          aria-disabled={pending !== null}
          onClick={() => pending === null && setIsAsking(true)}
        >
          {pending === 'withdraw' ? labels.withdrawing : labels.withdraw}
        </button>
      )}
      {isAsking && !isWithdrawn && (
        <Confirmation linked={linked} state={state} labels={labels} onAct={onAct} onEnd={stopAsking} />
      )}
    </div>
  )
}

/** Asks before everything is erased. Escape ends it. */
function Confirmation({ linked, state, labels, onAct, onEnd }: AccountActionsProps & { onEnd(): void }): ReactNode {
  const cancelRef = useRef<HTMLButtonElement>(null)
  useEffect(() => cancelRef.current?.focus(), [])
  const resting = state.accounts.flatMap(({ account }) =>
    account.consentId === linked.account.consentId ? [account] : [],
  )
  const question = labels.confirm(resting)
  const confirm = () => {
    onEnd()
    onAct()
  }
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') onEnd()
  }
  return (
    <div role="group" aria-label={question} className="socius-account-confirm" onKeyDown={onKeyDown}>
      <p>{question}</p>
      <button {...state.getWithdrawProps(linked, { className: 'socius-account-confirm-withdraw', onClick: confirm })}>
        {labels.confirmWithdraw}
      </button>
      <button ref={cancelRef} type="button" className="socius-account-cancel" onClick={onEnd}>
        {labels.cancel}
      </button>
    </div>
  )
}
