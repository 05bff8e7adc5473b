import { defineProvider, type ProfileOptions, type Provider } from '@socius/core/provider'
import { inSession } from '../drafts/in-session.js'
import { createApi, type DevtoOptions } from './api.js'
import { capabilities, rules } from './capabilities.js'
import { readActivities } from './read-activities.js'
import { readItem, readLookup } from './read-article.js'
import { readComments } from './read-comments.js'
import { readProfile } from './read-profile.js'

/**
 * Reads DEV, or any other Forem by its address: articles and their comments, without a key.
 *
 * External ids are the numbers that the Forem gives to users and articles, and the codes of its comments; none changes
 * with a username. An article has its description as text and no HTML, because a list gives no bodies.
 * @throws `invalid_option`
 * @example devto({ userAgent: 'example-lms/1.0 (+https://example.com)' })
 * @example devto({ host: 'https://forem.example' })
 */
export function devto(options: DevtoOptions = {}): DevtoProvider {
  const open = createApi(options)
  return defineProvider({
    platform: 'devto',
    title: 'DEV',
    capabilities,
    rules,
    readers: {
      profile: inSession(open, async (session, { handle }: ProfileOptions) => ({
        profile: await readProfile(session, handle),
      })),
      activities: inSession(open, readActivities),
      lookup: inSession(open, readLookup),
      comments: inSession(open, readComments),
      item: inSession(open, readItem),
    },
  })
}

/** What {@link devto} reads; the platform has no mentions. */
export interface DevtoProvider extends Provider {
  readonly platform: 'devto'
  readonly readers: Required<Omit<Provider['readers'], 'mentions' | 'search'>>
}
