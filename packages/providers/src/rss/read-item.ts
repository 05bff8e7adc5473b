import { type ItemOptions, type ItemResult, SociusError } from '@socius/core/provider'
import { notAnItem, readPageAddress, visibleAddress } from '../drafts/item-address.js'
import type { Http } from '../http/index.js'
import { fetchFeed } from './fetch-feed.js'
import { mapItem } from './map-item.js'
import type { PlacedFeed, PlacedItem } from './place-items.js'
import { resolveAddress, withoutTracking } from './web-address.js'

const example = 'https://blog.example/an-article, or what the feed calls it'

/**
 * An item of the feed as it is now, by its external id, by what the feed calls it, or by its page. The feed is fetched
 * and nothing else, so what it no longer lists is not found.
 */
export function createItemReader(http: Http): (options: ItemOptions) => Promise<ItemResult> {
  return async ({ account, address, signal }) => {
    const name = readItemName(address)
    const { answer, placed } = await fetchFeed(http, { account, validators: null, fetchedAt: null, signal })
    const { rateLimit, calls } = answer
    // Without validators there is always a full answer.
    if (!placed) throw http.malformed(answer, 'says that nothing has changed, which was not asked')
    const item = findItem(placed, name)
    if (item) return { item: mapItem(item, placed.feed, account), rateLimit, calls }
    if (name.page && !isOnSite(name.page, placed, new URL(account.externalId))) throw notAnItem('rss', example)
    throw new SociusError('provider_not_found', 'The feed does not list such an item.')
  }
}

interface ItemName {
  /** As it was typed. */
  readonly text: string
  /** Null where it is no address of a page. */
  readonly page: URL | null
}

function readItemName(typed: string): ItemName {
  const text = typed.trim()
  const page = readPageAddress(typed)
  // What looks like an address and is none, or holds a password, is no name of an item.
  const isName = text !== '' && text.length <= 4000 && !/[\p{Cc}\p{Cs}]/u.test(text)
  const isStrange = /^[a-z][a-z\d+.-]*:\/\//i.test(visibleAddress(typed)) || /^(?:javascript|data|file):/i.test(text)
  if (page || (isName && !isStrange)) return { text, page }
  throw notAnItem('rss', example)
}

function findItem({ items }: PlacedFeed, { text, page }: ItemName): PlacedItem | undefined {
  const byId = items.find(({ externalId, item }) => externalId === text || item.id?.trim() === text)
  if (byId || !page) return byId
  const wanted = pageKey(page)
  return items.find(({ item, base }) => {
    const link = resolveAddress(item.link, base)
    return link !== null && pageKey(link) === wanted
  })
}

/** The same for every way in which people pass one page on. */
function pageKey(url: URL): string {
  const { pathname, searchParams } = withoutTracking(url)
  searchParams.sort()
  return `${bareHost(url)}${pathname.replace(/\/+$/, '')}?${searchParams}`
}

function bareHost({ host }: URL): string {
  return host.replace(/^(?:www|m|mobile|amp)\./, '')
}

function isOnSite(page: URL, { feed, items }: PlacedFeed, feedAddress: URL): boolean {
  const links = [feed.link, ...items.map(({ item }) => item.link)]
  const pages = links.flatMap((link) => resolveAddress(link, feedAddress) ?? [])
  return [feedAddress, ...pages].some((url) => bareHost(url) === bareHost(page))
}
