import { defineProvider } from '@socius/core/provider'
import { createHttp, type HttpOptions } from '../http/index.js'
import { feedCapabilities, feedRules } from './capabilities.js'
import { sourceOfFeed } from './feed-address.js'
import { createActivitiesReader } from './read-activities.js'
import { createItemReader } from './read-item.js'
import { createLookupReader } from './read-lookup.js'
import { createProfileReader } from './read-profile.js'

/**
 * The addresses of feeds come from people: without `allowPrivateHosts` none on a private network is fetched. What a
 * public name resolves to is not checked here; see the host's own `fetch`.
 */
export type RssOptions = HttpOptions

/**
 * Feeds of any blog: RSS 0.9x to 2.0, Atom, JSON Feed. It reads Medium, Substack, Hashnode and DEV without a key.
 *
 * An account is a feed; its external id is the feed's address. Items are articles, podcasts and videos included, whose
 * files are their media.
 * @throws `invalid_option`
 */
export function rss(options: RssOptions = {}) {
  const http = createHttp(options)
  return defineProvider({
    platform: 'rss',
    title: 'RSS / Atom',
    capabilities: feedCapabilities,
    rules: feedRules,
    readers: {
      profile: createProfileReader(http),
      activities: createActivitiesReader(http),
      lookup: createLookupReader(http),
      item: createItemReader(http),
    },
    sourceOf: ({ externalId }) => sourceOfFeed(externalId),
  })
}
