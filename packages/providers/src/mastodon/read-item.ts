import { type ItemOptions, type ItemResult, SociusError } from '@socius/core/provider'
import { notAnItem, readPageAddress } from '../drafts/item-address.js'
import type { Session } from './api.js'
import { draftOfStatus, isRejected, readStatus } from './map-status.js'
import { accountIdOf, serverOf } from './read-account.js'
import { readOwnStatus, readParents } from './read-lookup.js'
import { numberedSchema } from './schemas.js'

/**
 * A status by its external id or by its page, at the account's own server. A server shows statuses of others, too; what it
 * says of them is given as it is, and is theirs.
 */
export async function readItem(session: Session, { account, address }: ItemOptions): Promise<Pick<ItemResult, 'item'>> {
  const server = serverOf(account)
  const localId = readStatusAddress(address, server)
  const { data } = await session.ask({ server, path: `/api/v1/statuses/${localId}`, schema: numberedSchema.loose() })
  if (data.id !== localId) throw new SociusError('provider_malformed', 'The server gave another status.')
  const shown = readStatus(data)
  const isOwn = !isRejected(shown) && accountIdOf(shown.account) === account.externalId
  const status = isOwn ? readOwnStatus(data, account) : shown
  if (isRejected(status)) {
    throw new SociusError('provider_malformed', 'The status cannot be read.', { details: { problem: status.reason } })
  }
  const known = await readParents(session, server, [status])
  return { item: draftOfStatus(status, { known, now: session.now() }) }
}

// `/@name/123`, as one server shows it or in its other views, and the forms that external ids have had.
const paths = [
  /^(?:\/(?:web|deck))?\/@[^/]{1,300}\/(\w{1,100})(?:\/[a-z]{1,20})?\/?$/,
  /^(?:\/(?:web|deck))?(?:\/(?:ap\/)?users\/[^/]{1,300})?\/statuses\/(\w{1,100})(?:\/activity)?\/?$/,
  /^\/notice\/(\w{1,100})\/?$/,
]

/**
 * The id of a status on the server.
 * @param server an origin: an address on any other leads nowhere.
 * @throws `invalid_input`
 */
export function readStatusAddress(typed: string, server: string): string {
  const page = readPageAddress(typed)
  if (page?.host === new URL(server).host) {
    for (const path of paths) {
      const localId = path.exec(page.pathname)?.[1]
      // `/@name/media` and the like are pages of an account.
      if (localId !== undefined && /\d/.test(localId)) return localId
    }
  }
  throw notAnItem('mastodon', `${server}/@name/116000000000000000, on the account's own server`)
}
