import type { ConsentPurpose } from '@socius/core'
import { type ErrorCode, SociusError } from '@socius/core/client'
import { type Failure, failureOf } from './failure.js'

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

/** Why an account was not linked, and which field that is about: null where it is about none. */
export interface LinkFailure extends Failure {
  readonly field: LinkField | null
}

const fieldOf: Partial<Record<ErrorCode, LinkField>> = {
  unsupported: 'platform',
  consent_required: 'purposes',
  invalid_input: 'handle',
  not_found: 'handle',
  conflict: 'handle',
  provider_not_found: 'handle',
  provider_forbidden: 'handle',
}

/** What was thrown while an account was linked. */
export function linkFailureOf(error: unknown): LinkFailure {
  const failure = failureOf(error)
  const { field } = failure.details
  return { ...failure, field: isField(field) ? field : (fieldOf[failure.code] ?? null) }
}

function isField(value: unknown): value is LinkField {
  return value === 'platform' || value === 'handle' || value === 'purposes'
}

/**
 * What is filled in, if nothing is missing. Nobody is asked before.
 * @throws `invalid_input` and `consent_required`, with the `field` in the details
 */
export function requireComplete({ platform, handle, purposes }: LinkInput, consent: ConsentOffer) {
  if (platform === null) throw missing('platform')
  const trimmed = handle.trim()
  if (trimmed === '') throw missing('handle')
  // What is not on offer was not shown: nobody can have agreed to it.
  const offered = consent.purposes.filter(({ purpose }) => purposes.includes(purpose))
  const isRefused = consent.purposes.some(({ purpose, isRequired }) => isRequired && !purposes.includes(purpose))
  if (isRefused || offered.length === 0) {
    throw new SociusError('consent_required', 'What is required was not agreed to.', {
      details: { field: 'purposes', reason: 'missing' },
    })
  }
  return { platform, handle: trimmed, consent: { text: consent.text, purposes: offered.map(({ purpose }) => purpose) } }
}

function missing(field: LinkField): SociusError {
  return new SociusError('invalid_input', `The ${field} is missing.`, { details: { field, reason: 'missing' } })
}
