import { type Actor, type Clock, createSocius, defaultTenant, type RandomSource, type Socius } from '@socius/core'
import { bluesky } from '@socius/providers/bluesky'
import { rss } from '@socius/providers/rss'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import type { OpenDatabase } from './open-database.ts'
import type { Learner, Sessions } from './sessions.ts'

export interface SocialOptions {
  /** Where Bluesky is: here the simulated one. */
  readonly appview: string
  /** Who asks over HTTP; without it nothing is served. */
  readonly sessions?: Sessions
  /** For the seed, which lives through a year in seconds. */
  readonly past?: { readonly clock: Clock; readonly random: RandomSource }
}

/** The social system, on the host's own connections. */
export function openSocial({ db, dialect }: OpenDatabase, options: SocialOptions): Promise<Socius> {
  const { appview, sessions, past } = options
  return createSocius({
    store: kyselyStore({ dialect, db }),
    providers: [bluesky({ appview }), rss({ allowPrivateHosts: true })],
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
