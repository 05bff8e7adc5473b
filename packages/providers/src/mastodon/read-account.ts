import {
  type DraftAuthor,
  isSociusError,
  type ProfileDraft,
  SociusError,
  type SourceAccount,
} from '@socius/core/provider'
import { readHtml } from '../drafts/read-html.js'
import type { Session } from './api.js'
import { type AccountView, accountSchema, isWebAddress, webFingerLinkSchema, webFingerSchema } from './schemas.js'

/** Where to ask for an account, and as what. */
interface AccountName {
  /** The origin of its server. */
  readonly server: string
  /** Its id there, where the address holds it. */
  readonly localId: string | null
  /** Its name there, where the address holds it. */
  readonly username: string | null
  /** What WebFinger knows it by (RFC 7033). */
  readonly resource: string
}

// Text copied from a page carries direction marks around a handle.
const invisible = /[\p{Cf}\p{Cc}\s]+/gu
const handle = /^@?([\w.-]{1,100})@([^\s@/?#\\:[\]]{1,253}(?::\d{1,5})?)$/
const username = /^[\w.-]{1,100}$/

/**
 * Reads what names an account: `@name@server`, `name@server`, the address of a profile page on any server, or an
 * external id. A name without a server is refused: the account it would lead to may be somebody else's.
 * @throws `invalid_input`
 */
export function readAccountName(typed: string): AccountName {
  const bare = typed.replace(invisible, '')
  const [, name, host] = handle.exec(bare.replace(/^acct:/i, '')) ?? []
  if (name && host && URL.canParse(`https://${host}`)) {
    const server = new URL(`https://${host}`).origin
    return { server, localId: null, username: name, resource: `acct:${name}@${host.toLowerCase()}` }
  }
  const address = /^[^/@:]+\.[^/@:]+\//.test(bare) ? `https://${bare}` : bare
  const found = isWebAddress(address) ? readProfileAddress(new URL(address)) : null
  if (found) return found
  throw new SociusError('invalid_input', 'Not a Mastodon account: give a whole handle such as @name@mastodon.social.')
}

function readProfileAddress(url: URL): AccountName | null {
  const segments = url.pathname.split('/').filter((segment) => segment !== '')
  const shown = segments.find((segment) => segment.startsWith('@'))
  // A server shows accounts of others, too: `https://server/@name@other`.
  if (shown && handle.test(shown)) return readAccountName(shown)
  const [first, second, third] = segments
  const localId = first === 'ap' && second === 'users' && third && /^\d{1,30}$/.test(third) ? third : null
  const name = shown?.slice(1) ?? segments.at(-1) ?? ''
  if (localId === null && !username.test(name)) return null
  return { server: url.origin, localId, username: localId === null ? name : null, resource: url.href }
}

/** An account, as its own server shows it. */
export interface FoundAccount {
  readonly externalId: string
  readonly account: AccountView
}

/**
 * Asks an account's own server for it. Nobody else is believed: any server can claim the id of an account elsewhere, so
 * one that names another origin as the account's is asked there again.
 * @throws `provider_not_found` for an unknown account, `provider_forbidden` with `details.state` for a suspended one
 */
export async function findAccount(session: Session, typed: string): Promise<FoundAccount> {
  const named = await askByName(session, readAccountName(typed))
  const { account, server } = isHome(named) ? named : await ask(session, readAccountName(accountIdOf(named.account)))
  if (!isHome({ account, server })) {
    throw new SociusError('provider_malformed', 'The server gives an account of another one as its own.')
  }
  if (account.suspended) {
    throw new SociusError('provider_forbidden', 'The Mastodon account is suspended.', {
      details: { host: new URL(server).host, state: 'suspended' },
    })
  }
  return { externalId: accountIdOf(account), account }
}

/** The account of a source. @throws as {@link findAccount} */
export async function readSource(session: Session, { externalId }: SourceAccount): Promise<FoundAccount> {
  const found = await findAccount(session, externalId)
  if (found.externalId === externalId) return found
  throw new SociusError('provider_not_found', 'The name of the Mastodon account leads to another one now.')
}

/** The origin of an account's own server. */
export function serverOf({ externalId }: SourceAccount): string {
  if (isWebAddress(externalId)) return new URL(externalId).origin
  throw new SociusError('invalid_input', 'mastodon: not the id of an account.')
}

interface Shown {
  readonly account: AccountView
  readonly server: string
}

async function ask(session: Session, { server, localId, username: acct }: AccountName): Promise<Shown> {
  const question = localId
    ? { server, path: `/api/v1/accounts/${localId}`, schema: accountSchema }
    : { server, path: '/api/v1/accounts/lookup', params: { acct }, schema: accountSchema }
  const answer = await session.ask(question)
  return { account: answer.data, server: answer.server }
}

async function askByName(session: Session, name: AccountName): Promise<Shown> {
  try {
    return await ask(session, name)
  } catch (error) {
    // A domain that is not itself the server says "not found", or answers with a page.
    if (!isSociusError(error, 'provider_not_found') && !isSociusError(error, 'provider_malformed')) throw error
    const elsewhere = await discover(session, name)
    if (!elsewhere) throw error
    return ask(session, elsewhere)
  }
}

/** Where a domain says that its account lives; null where it does not say. */
async function discover(session: Session, { server, resource }: AccountName): Promise<AccountName | null> {
  try {
    const path = '/.well-known/webfinger'
    const { data } = await session.ask({ server, path, params: { resource }, schema: webFingerSchema })
    const self = data.links.flatMap((link) => webFingerLinkSchema.safeParse(link).data?.href ?? [])[0]
    if (self === undefined) return null
    const name = readAccountName(self)
    const subject = handle.exec(data.subject?.replace(/^acct:/i, '') ?? '')?.[1]
    return { ...name, username: name.localId === null ? (subject ?? name.username) : null }
  } catch (error) {
    if (isSociusError(error, 'aborted')) throw error
    return null
  }
}

function isHome({ account, server }: Shown): boolean {
  return new URL(accountIdOf(account)).origin === server
}

/**
 * The external id of an account is its `uri`, by which the servers of the network know it. Servers from before it was
 * given make it of the name that their profile pages hold.
 */
export function accountIdOf({ uri, url }: AccountView): string {
  const page = uri ?? url ?? ''
  return uri ? page : page.replace(/^(https?:\/\/[^/?#]+)\/@([\w.-]+)$/, '$1/users/$2')
}

/** @param page an address on the account's server: what is local there has no server in its `acct`. */
export function fullHandle(acct: string, page: string): string {
  return acct.includes('@') ? acct : `${acct}@${new URL(page).host}`
}

export function draftAuthor(account: AccountView): DraftAuthor {
  const externalId = accountIdOf(account)
  return {
    externalId,
    handle: fullHandle(account.acct, externalId),
    displayName: account.display_name || null,
    avatarUrl: account.avatar && isWebAddress(account.avatar) ? account.avatar : null,
  }
}

export function draftProfile({ account }: FoundAccount): ProfileDraft {
  return {
    ...draftAuthor(account),
    bio: account.note ? readHtml(account.note).text : null,
    url: account.url ?? account.uri ?? null,
    followers: account.followers_count ?? null,
    following: account.following_count ?? null,
  }
}
