import { defineProvider, type Provider } from '@socius/core/provider'
import { createApi, type DevtoOptions } from './api.js'
import { capabilities, rules } from './capabilities.js'
import { readActivities } from './read-activities.js'
import { readComments } from './read-comments.js'
import { readLookup } from './read-lookup.js'
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
      async profile({ handle, signal }) {
        const session = open(signal)
        const profile = await readProfile(session, handle)
        return { profile, ...session.facts() }
      },
      async activities(page) {
        const session = open(page.signal)
        return { ...(await readActivities(session, page)), ...session.facts() }
      },
      async lookup(question) {
        const session = open(question.signal)
        return { ...(await readLookup(session, question)), ...session.facts() }
      },
      async comments(page) {
        const session = open(page.signal)
        return { ...(await readComments(session, page)), ...session.facts() }
      },
    },
  })
}

/** What {@link devto} reads; the platform has no mentions. */
export interface DevtoProvider extends Provider {
  readonly platform: 'devto'
  readonly readers: Required<Omit<Provider['readers'], 'mentions' | 'search'>>
}
