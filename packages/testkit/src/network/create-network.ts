import type { RandomSource } from '@socius/core'
import { type BlueskyNetwork, type BlueskyOptions, createBluesky } from './bluesky/platform.js'
import { createDevto, type DevtoNetwork, type DevtoOptions } from './devto/platform.js'
import { createExchange } from './exchange.js'
import { type ChaosOptions, createFailures, type FailOptions, type Failure } from './failures.js'
import { createMastodon, type MastodonNetwork, type MastodonOptions } from './mastodon/platform.js'
import type { OpenRequestRecord, RequestRecord } from './request-record.js'
import { createRss, type RssNetwork } from './rss/platform.js'
import { createRandom, seedOf } from './seeded-random.js'
import { type ListenOptions, listen, type NetworkServer } from './server.js'
import { createVirtualClock, type VirtualClock, type VirtualClockOptions } from './virtual-clock.js'
import { createFetch } from './virtual-fetch.js'

export interface NetworkOptions extends VirtualClockOptions {
  /** Everything made up follows from it. @default 1 */
  readonly seed?: number
  readonly bluesky?: BlueskyOptions
  readonly mastodon?: MastodonOptions
  readonly devto?: DevtoOptions
}

/** A small social network in memory, on a clock of its own. */
export interface Network {
  readonly clock: VirtualClock
  /** Random bytes that are the same for the same seed; fits the SDK's `random` option. */
  readonly random: RandomSource
  readonly bluesky: BlueskyNetwork
  readonly rss: RssNetwork
  readonly mastodon: MastodonNetwork
  readonly devto: DevtoNetwork
  /** Hand it to a provider in the place of the real one: no socket is opened. */
  readonly fetch: typeof globalThis.fetch
  /** What was asked, in order. */
  readonly requests: readonly RequestRecord[]
  /** Lets a coming request go wrong. */
  fail(options: FailOptions): Failure
  /** Lets requests go wrong at random. */
  chaos(options: ChaosOptions): Failure
  /** The same network on a port of this machine. */
  listen(options?: ListenOptions): Promise<NetworkServer>
  /** Forgets requests, faults, waits and used-up limits; accounts, posts and the time stay. */
  reset(): void
}

/**
 * Simulates Bluesky, Mastodon, DEV and blogs well enough for real clients: the wire formats, errors, limits and orders of the real ones.
 * @example
 * const network = createNetwork()
 * network.bluesky.account('ada.test').post('Hello')
 * const provider = bluesky({ fetch: network.fetch, clock: network.clock })
 */
export function createNetwork(options: NetworkOptions = {}): Network {
  const { seed = 1 } = options
  const clock = createVirtualClock(options)
  const requests: OpenRequestRecord[] = []
  const failures = createFailures(seedOf(seed, 'chaos'))
  const bluesky = createBluesky({ ...options.bluesky, clock, seed })
  const rss = createRss({ clock, seed })
  const mastodon = createMastodon({ ...options.mastodon, clock, seed })
  const devto = createDevto({ ...options.devto, clock, seed })
  const platforms = [bluesky.platform, rss.platform, mastodon.platform, devto.platform]
  const random = createRandom(seedOf(seed, 'faults'))
  const exchange = createExchange({ platforms, clock, failures, random, requests })
  const bytes = createRandom(seedOf(seed, 'random'))
  return {
    clock,
    random: (target) => bytes.fill(target),
    bluesky: bluesky.network,
    rss: rss.network,
    mastodon: mastodon.network,
    devto: devto.network,
    fetch: createFetch(exchange),
    requests,
    fail: (fault) => failures.fail(fault),
    chaos: (chaos) => failures.chaos(chaos),
    listen: (where) => listen({ ...where, exchange, blueskyOrigin: bluesky.network.origin, platforms }),
    reset() {
      requests.length = 0
      clock.forgetWaits()
      failures.reset()
      exchange.reset()
      for (const platform of platforms) platform.reset()
    },
  }
}
