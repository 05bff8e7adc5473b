import { type ProfileDraft, SociusError } from '@socius/core/provider'
import type { Session } from './api.js'
import { draftOfUser } from './map-drafts.js'
import { type User, userSchema } from './schemas.js'

// Text copied from a page carries direction marks around the name.
const invisible = /[\p{Cf}\p{Cc}\s]+/gu
const username = /^\w{1,100}$/
const externalId = /^[1-9]\d{0,15}$/

/**
 * Reads what a person types to name an account: a username with or without `@`, the address of a page of theirs, or an
 * external id. Digits alone are an id; a username of digits is written with `@`.
 * @throws `invalid_input`, `provider_not_found`
 */
export async function readProfile(session: Session, typed: string): Promise<ProfileDraft> {
  const bare = typed.replace(invisible, '')
  if (externalId.test(bare)) return draftOfUser(await readUser(session, bare), session)
  const name = (nameInAddress(bare, new URL(session.host)) ?? bare).replace(/^@/, '').toLowerCase()
  if (!username.test(name)) {
    throw new SociusError('invalid_input', 'Not an account of this Forem: give a username or the address of a profile.')
  }
  const params = { url: name }
  return draftOfUser(await session.get('/users/by_username', { params, schema: userSchema }), session)
}

/**
 * Who an account is now: its username may have changed.
 * @throws `provider_not_found`
 */
export function readUser(session: Session, id: string): Promise<User> {
  return session.get(`/users/${encodeURIComponent(id)}`, { schema: userSchema })
}

/** The name in an address of the Forem, such as `dev.to/ada/an-article`; null for what is no address of it. */
function nameInAddress(text: string, host: URL): string | null {
  const address = /^https?:\/\//i.test(text) ? text : `${host.protocol}//${text}`
  if (!text.includes('/') || !URL.canParse(address)) return null
  const url = new URL(address)
  if (url.host.replace(/^www\./, '') !== host.host.replace(/^www\./, '')) return null
  return url.pathname.slice(host.pathname.replace(/\/$/, '').length).split('/')[1] ?? null
}
