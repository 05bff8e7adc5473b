import { type ItemOptions, type ItemResult, SociusError } from '@socius/core/provider'
import { notAnItem, readPageAddress, visibleAddress } from '../drafts/item-address.js'
import { readAccount } from './account-state.js'
import type { Session } from './api.js'
import { isDid, isHandle, parseAtUri, postCollection } from './at-uri.js'
import { readLookup } from './read-lookup.js'

/**
 * A post by its `at://` address or by its page. A page names its author by a handle, which is asked for first, because it
 * may have been given to somebody else since. Reposts have no page.
 */
export async function readItem(session: Session, options: ItemOptions): Promise<Pick<ItemResult, 'item'>> {
  const { actor, rkey } = readPostAddress(options.address)
  const did = isDid(actor) ? actor : (await readAccount(session, actor)).externalId
  const uri = `at://${did}/${postCollection}/${rkey}`
  const { results } = await readLookup(session, { ...options, externalIds: [uri] })
  const [found] = results
  if (found?.state === 'present') return { item: found.item }
  const reason = found?.state === 'unreadable' ? found.reason : 'gone'
  if (reason === 'unreadable_item') throw new SociusError('provider_malformed', 'The Bluesky post cannot be read.')
  const state = /^account_(deactivated|suspended)$/.exec(reason)?.[1]
  if (state === undefined) throw new SociusError('provider_not_found', 'Bluesky has no such post.')
  throw new SociusError('provider_forbidden', `The Bluesky account is ${state}.`, { details: { state } })
}

const pagePath = /^\/profile\/([^/]{1,600})\/post\/([A-Za-z0-9._:~-]{1,512})\/?$/
const recordAddress = /^at:\/\/([^/?#]{1,600})\/app\.bsky\.feed\.post\/([A-Za-z0-9._:~-]{1,512})$/

interface PostAddress {
  /** A DID, or a handle in lower case. */
  readonly actor: string
  readonly rkey: string
}

/** @throws `invalid_input` */
export function readPostAddress(typed: string): PostAddress {
  const page = readPageAddress(typed)
  const isOurs = page !== null && /^(?:www\.)?bsky\.app$/.test(page.host)
  const [, name = '', rkey = ''] =
    (isOurs ? pagePath.exec(page.pathname) : recordAddress.exec(visibleAddress(typed))) ?? []
  const actor = decode(name)
  const address = isDid(actor) ? { actor, rkey } : { actor: actor.replace(/^@/, '').toLowerCase(), rkey }
  const isAddress = isDid(actor) ? parseAtUri(`at://${actor}/${postCollection}/${rkey}`) : isHandle(address.actor)
  if (isAddress && rkey !== '') return address
  throw notAnItem(
    'bluesky',
    'https://bsky.app/profile/name.bsky.social/post/3k2a or at://did:plc:…/app.bsky.feed.post/3k2a',
  )
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
