import * as z from 'zod/mini'
import { SociusError } from '../kernel/index.js'
import type { ReadStore } from '../operation/index.js'
import { defineCollection, instant, orNull, type RowOf, reference, type Store, text } from '../store/index.js'

/**
 * What a person can allow. `sync`: fetch and keep what the account publishes. `display`: show it to others here, as far
 * as its own audience goes. `analysis`: derive from it. `matching`: use it to find who belongs together.
 */
export const consentPurposes = ['sync', 'display', 'analysis', 'matching'] as const

export type ConsentPurpose = (typeof consentPurposes)[number]

/** What a person allowed, when, and under which text. Never changed but for its withdrawal. */
export const consent = defineCollection('consent', {
  schema: z.object({
    id: reference(),
    personId: reference(),
    /** Null covers every platform. */
    platform: orNull(reference()),
    purposes: z.array(z.enum(consentPurposes)),
    /** Names the version of the text that the person saw. */
    text: text(),
    grantedAt: instant(),
    grantedBy: reference(),
    expiresAt: orNull(instant()),
    withdrawnAt: orNull(instant()),
    withdrawnBy: orNull(text()),
  }),
  indexes: [['personId', 'grantedAt', 'id']],
})

export type Consent = RowOf<typeof consent>

type Scope = Pick<Consent, 'platform' | 'purposes' | 'expiresAt' | 'withdrawnAt'>

/** Whether the grant covers this, now. */
export function covers(grant: Scope, asked: { purpose: ConsentPurpose; platform: string; now: number }): boolean {
  return (
    grant.withdrawnAt === null &&
    (grant.expiresAt === null || grant.expiresAt > asked.now) &&
    (grant.platform === null || grant.platform === asked.platform) &&
    grant.purposes.includes(asked.purpose)
  )
}

/** What a grant is asked to cover. */
export interface Asked {
  readonly purpose: ConsentPurpose
  readonly platform: string
  readonly personId: string
  readonly now: number
}

/**
 * As {@link requireConsent}, and nobody withdraws the grant until the transaction ends: whoever does so afterwards finds
 * what was built on it.
 */
export async function holdConsent(store: Store, consentId: string, asked: Asked): Promise<Consent> {
  await store.update(consent, { where: { id: consentId }, add: { grantedAt: 0 } })
  return requireConsent(store, consentId, asked)
}

/**
 * The grant, if it covers this now.
 * @throws `consent_required` when there is none, or it was withdrawn, has expired, or covers something else.
 */
export async function requireConsent(store: ReadStore, consentId: string, asked: Asked): Promise<Consent> {
  const [grant] = await store.get(consent, [consentId])
  if (grant && grant.personId === asked.personId && covers(grant, asked)) return grant
  const reason = !grant
    ? 'missing'
    : grant.withdrawnAt !== null
      ? 'withdrawn'
      : grant.expiresAt !== null && grant.expiresAt <= asked.now
        ? 'expired'
        : 'other-scope'
  throw new SociusError('consent_required', 'No consent in force covers this.', {
    details: { consentId, purpose: asked.purpose, platform: asked.platform, reason },
  })
}
