import { type Actor, type Clock, createSocius, defaultTenant, type RandomSource, type Socius } from '@socius/core'
import { bluesky } from '@socius/providers/bluesky'
import { devto } from '@socius/providers/devto'
import { mastodon } from '@socius/providers/mastodon'
import { rss } from '@socius/providers/rss'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import type { NetworkServer } from '@socius/testkit/network'
import type { OpenDatabase } from './open-database.ts'
import type { Learner, Sessions } from './sessions.ts'

export interface SocialOptions {
  /** Where the platforms are: on this machine. Without it their real addresses would be read. */
  readonly network: NetworkServer
  /** Who asks over HTTP; without it nothing is served. */
  readonly sessions?: Sessions
  /** For the seed, which lives through a year in seconds. */
  readonly past?: { readonly clock: Clock; readonly random: RandomSource }
}

/** The social system, on the host's own connections. */
export function openSocial({ db, dialect }: OpenDatabase, options: SocialOptions): Promise<Socius> {
  const { network, sessions, past } = options
  return createSocius({
    store: kyselyStore({ dialect, db }),
    providers: [
      bluesky({ appview: network.url }),
      mastodon({ fetch: network.fetch }),
      devto({ host: network.urlOf('https://dev.to') }),
      rss({ allowPrivateHosts: true }),
    ],
    // As often as may be, since the platforms are on this machine.
    sync: { interval: 60_000 },
    // What `using` writes is seen at the next look.
    live: { interval: 200 },
    ...(sessions && { http: { authenticate: async (request) => actorOf(await sessions.learnerOf(request)) } }),
    ...(past && { ...past, dispatch: 'manual' }),
  })
}

/** Who a learner is to Socius. */
export function actorOf(learner: Pick<Learner, 'id' | 'role'>): Actor
export function actorOf(learner: Pick<Learner, 'id' | 'role'> | null): Actor | null
export function actorOf(learner: Pick<Learner, 'id' | 'role'> | null): Actor | null {
  return learner && { id: learner.id, tenant: defaultTenant, roles: [learner.role] }
}
