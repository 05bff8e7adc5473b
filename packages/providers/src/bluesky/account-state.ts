import { isSociusError, type ProfileDraft } from '@socius/core/provider'
import type { AccountState, Session } from './api.js'
import { draftProfile } from './map-author.js'
import { profileSchema } from './schemas.js'

/**
 * @param actor a handle or a DID.
 * @throws `provider_not_found` for an unknown account, `provider_forbidden` with `details.state` for a closed one
 */
export async function readAccount(session: Session, actor: string): Promise<ProfileDraft> {
  const params = { actor }
  return draftProfile(await session.query('app.bsky.actor.getProfile', { params, schema: profileSchema }))
}

/** Whether an account can be read, and if not, why. */
export async function readAccountState(session: Session, did: string): Promise<'open' | AccountState | 'unknown'> {
  try {
    await readAccount(session, did)
    return 'open'
  } catch (error) {
    if (isSociusError(error, 'provider_not_found')) return 'unknown'
    const state = isSociusError(error, 'provider_forbidden') ? error.details['state'] : undefined
    if (state === 'deactivated' || state === 'suspended') return state
    throw error
  }
}
