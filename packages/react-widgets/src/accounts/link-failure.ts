import type { ConsentPurpose } from '@socius/core'
import { SociusError } from '@socius/core/client'
import type { Failure } from './failure.js'

/** What the form asks for. */
export type LinkField = 'platform' | 'handle' | 'purposes'

/** What a person has put into the form. */
export interface LinkInput {
  readonly platform: string | null
  readonly handle: string
  readonly purposes: readonly ConsentPurpose[]
}

/** What a person may allow. */
export interface PurposeOffer {
  readonly purpose: ConsentPurpose
  /** Without it no account is linked. It is ticked by the person all the same. */
  readonly isRequired: boolean
}

/** What the person agrees to. */
export interface ConsentOffer {
  /** Names the version of the text that the person sees. */
  readonly text: string
  readonly purposes: readonly PurposeOffer[]
}

/** Which field a refusal is about; null where it is about none. */
export function fieldOf({ code, details }: Failure): LinkField | null {
  if (details['field']) return details['field'] as LinkField // only set below
  if (code === 'unsupported') return 'platform'
  if (code === 'consent_required') return 'purposes'
  return /^(invalid_input|conflict|(provider_)?not_found|provider_forbidden)$/.test(code) ? 'handle' : null
}

/**
 * What is filled in, if nothing is missing. Nobody is asked before.
 * @throws `invalid_input` and `consent_required`, with the `field` in the details
 */
export function requireComplete({ platform, handle, purposes }: LinkInput, { text, purposes: offers }: ConsentOffer) {
  // What is not on offer was not shown: nobody can have agreed to it.
  const given = offers.flatMap(({ purpose }) => (purposes.includes(purpose) ? purpose : []))
  const isRefused = offers.some(({ purpose, isRequired }) => isRequired && !given.includes(purpose))
  const trimmed = handle.trim()
  if (platform === null) throw missing('platform')
  if (trimmed === '') throw missing('handle')
  if (isRefused || given.length === 0) throw missing('purposes')
  return { platform, handle: trimmed, consent: { text, purposes: given } }
}

function missing(field: LinkField): SociusError {
  const code = field === 'purposes' ? 'consent_required' : 'invalid_input'
  return new SociusError(code, `Missing: ${field}.`, { details: { field, reason: 'missing' } })
}
