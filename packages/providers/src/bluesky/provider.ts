import { defineProvider, type ProfileOptions, type Provider } from '@socius/core/provider'
import { inSession } from '../drafts/in-session.js'
import { readAccount } from './account-state.js'
import { readActorName } from './actor-name.js'
import { createApi } from './api.js'
import { capabilities, rules } from './capabilities.js'
import type { BlueskyOptions } from './options.js'
import { readActivities } from './read-activities.js'
import { readComments } from './read-comments.js'
import { readItem } from './read-item.js'
import { readLookup } from './read-lookup.js'

/**
 * Reads Bluesky through a public AppView: no key, no token, one host.
 *
 * External ids are DIDs for accounts and `at://` addresses for items; neither changes with a handle. A repost is a
 * `share` without text, for its author has written none, and has no counts. What an author has hidden from people who
 * are not signed in has the audience `connections`.
 * @throws `invalid_option`
 * @example bluesky({ userAgent: 'example-lms/1.0 (+https://example.com)' })
 */
export function bluesky(options: BlueskyOptions = {}): BlueskyProvider {
  const open = createApi(options)
  return defineProvider({
    platform: 'bluesky',
    title: 'Bluesky',
    capabilities,
    rules,
    readers: {
      profile: inSession(open, async (session, { handle }: ProfileOptions) => ({
        profile: await readAccount(session, readActorName(handle)),
      })),
      activities: inSession(open, readActivities),
      lookup: inSession(open, readLookup),
      comments: inSession(open, readComments),
      item: inSession(open, readItem),
    },
  })
}

/** What {@link bluesky} reads; mentions and searches need a token, so there are no readers for them. */
export interface BlueskyProvider extends Provider {
  readonly platform: 'bluesky'
  readonly readers: Required<Omit<Provider['readers'], 'mentions' | 'search'>>
}
