import { type ProfileOptions, type ProfileResult, SociusError } from '@socius/core/provider'
import type { BytesAnswer, Http } from '../http/index.js'
import { discoverFeeds } from './discover-feeds.js'
import type { Feed } from './feed.js'
import { feedAddressOf, handleOfFeed } from './feed-address.js'
import { acceptFeeds } from './fetch-feed.js'
import { plainLine, plainText } from './map-item.js'
import { parseFeed } from './parse-feed.js'
import { canonicalAddress, resolveAddress, withoutTracking } from './web-address.js'

interface Found {
  readonly feed: Feed
  readonly answer: BytesAnswer
  /** Where the feed lives from now on. */
  readonly address: URL
  readonly calls: number
}

/** Finds a feed by its address, or by a page that names it, and says whose it is. */
export function createProfileReader(http: Http): (options: ProfileOptions) => Promise<ProfileResult> {
  async function ask(url: URL, signal: AbortSignal) {
    const answer = await http.bytes({ url, signal, headers: { accept: acceptFeeds } })
    const parsed = parseFeed(answer.bytes, answer.headers.get('content-type'))
    if ('problem' in parsed) throw http.malformed(answer, parsed.problem)
    return { answer, parsed, address: answer.movedTo ?? url }
  }

  async function find(handle: string, signal: AbortSignal): Promise<Found> {
    const first = await ask(feedAddressOf(handle), signal)
    const { answer, parsed, address } = first
    if ('feed' in parsed) return { feed: parsed.feed, answer, address, calls: answer.calls }
    const named = discoverFeeds(parsed.page, answer.url).find((url) => http.mayFetch(url))
    if (!named) throw noFeed(answer.url)
    const second = await ask(named, signal)
    if (!('feed' in second.parsed)) throw noFeed(second.answer.url)
    return { ...second, feed: second.parsed.feed, calls: answer.calls + second.answer.calls }
  }

  return async ({ handle, signal }) => {
    const { feed, answer, address, calls } = await find(handle, signal)
    const canonical = canonicalAddress(address)
    const base = resolveAddress(feed.base, answer.url) ?? answer.url
    const link = resolveAddress(feed.link, base)
    return {
      profile: {
        externalId: canonical.href,
        handle: handleOfFeed(canonical),
        displayName: plainLine(feed.title),
        bio: plainText(feed.description),
        avatarUrl: resolveAddress(feed.imageUrl, base)?.href ?? null,
        url: link ? withoutTracking(link).href : null,
        followers: null,
        following: null,
      },
      rateLimit: answer.rateLimit,
      calls,
    }
  }
}

function noFeed(page: URL): SociusError {
  return new SociusError('provider_not_found', `The page ${page.host}${page.pathname} names no feed.`, {
    details: { host: page.host, path: page.pathname },
  })
}
