import { type ReactNode, useId } from 'react'
import type { LinkablePlatform } from './accounts-query.js'
import type { ConsentOffer } from './link-failure.js'
import type { LinkAccountsLabels } from './link-labels.js'
import type { useLinkAccounts } from './use-link-accounts.js'

export type LinkAccountsState = ReturnType<typeof useLinkAccounts>

interface LinkFormProps {
  readonly state: LinkAccountsState
  readonly labels: LinkAccountsLabels
  readonly consent: ConsentOffer
  /** The words of the consent. */
  readonly children: ReactNode
}

/** The form that links an account. */
export function LinkForm({ state, labels, consent, children }: LinkFormProps): ReactNode {
  const { error, linked } = state
  return (
    <form {...state.getFormProps({ className: 'socius-accounts-form', 'aria-label': labels.form })}>
      <Platforms state={state} labels={labels} />
      <Handle state={state} labels={labels} />
      <div {...state.getConsentTextProps({ className: 'socius-accounts-consent' })}>{children}</div>
      <Purposes state={state} labels={labels} consent={consent} />
      {error && (
        <p {...state.getErrorProps({ className: 'socius-accounts-error' })}>
          {labels.error(error, state.invalidField)}
        </p>
      )}
      <button {...state.getSubmitProps({ className: 'socius-accounts-submit' })}>
        {state.isLinking ? labels.linking : labels.submit}
      </button>
      <p role="status" className="socius-accounts-linked">
        {linked && labels.linked(linked)}
      </p>
    </form>
  )
}

type FieldProps = Pick<LinkFormProps, 'state' | 'labels'>

function Platforms({ state, labels }: FieldProps): ReactNode {
  const legendId = useId()
  return (
    <div {...state.getPlatformGroupProps({ className: 'socius-accounts-field', 'aria-labelledby': legendId })}>
      <span id={legendId} className="socius-accounts-legend">
        {labels.platform}
      </span>
      {state.platforms.map(({ platform, title }) => (
        <label key={platform} className="socius-accounts-platform">
          <input {...state.getPlatformRadioProps(platform)} />
          <span>{title}</span>
        </label>
      ))}
    </div>
  )
}

function Handle({ state, labels }: FieldProps): ReactNode {
  const hintId = useId()
  const chosen: LinkablePlatform | null = state.platforms.find(({ platform }) => platform === state.platform) ?? null
  const hint = labels.handleHint?.(chosen)
  return (
    <div className="socius-accounts-field">
      <label {...state.getHandleLabelProps()}>{labels.handle(chosen)}</label>
      <input
        autoCapitalize="none"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        dir="auto"
        {...state.getHandleProps(hint ? { 'aria-describedby': hintId } : {})}
      />
      {hint && (
        <p id={hintId} className="socius-accounts-hint">
          {hint}
        </p>
      )}
    </div>
  )
}

function Purposes({ state, labels, consent }: FieldProps & Pick<LinkFormProps, 'consent'>): ReactNode {
  const legendId = useId()
  return (
    <div {...state.getPurposesProps({ className: 'socius-accounts-field', 'aria-labelledby': legendId })}>
      <span id={legendId} className="socius-accounts-legend">
        {labels.purposes}
      </span>
      {consent.purposes.map((offer) => (
        <label key={offer.purpose} className="socius-accounts-purpose">
          <input {...state.getPurposeProps(offer.purpose)} />
          <span>{labels.purpose(offer)}</span>
        </label>
      ))}
    </div>
  )
}
