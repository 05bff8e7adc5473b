import { type Answer, createListBody, type Platform, type Question } from '../answer.js'
import type { RateLimitOptions } from '../call-window.js'
import type { VirtualClock } from '../virtual-clock.js'
import { type BlueskyAccount, createAccount } from './account.js'
import { methods } from './methods.js'
import type { BlueskyRecord } from './post-options.js'
import { createRateLimit, publicLimit } from './rate-limit.js'
import type { Counts } from './stored-post.js'
import { count, type ProfileOptions, type World } from './world.js'
import { errorOfStatus, readParams, XrpcError } from './xrpc.js'

export interface BlueskyOptions {
  /** What the servers allow; null for no limit. @default 3,000 calls in five minutes, as the public servers say */
  readonly rateLimit?: RateLimitOptions | null
}

/** The simulated Bluesky: one AppView that also answers for the repositories. */
export interface BlueskyNetwork {
  /** Where it is found. Any `*.bsky.network` and `bsky.social` lead to it too. */
  readonly origin: string
  /** The account with this handle, made if there is none yet; an open account keeps its profile. */
  account(handle: string, profile?: ProfileOptions): BlueskyAccount
  /** Adds counts by people who are not simulated. */
  cheer(post: BlueskyRecord, counts: Partial<Counts>): void
}

const origin = 'https://public.api.bsky.app'
const json = { 'content-type': 'application/json; charset=utf-8', 'access-control-allow-origin': '*' }

export interface BlueskyPlatformOptions extends BlueskyOptions {
  readonly clock: VirtualClock
  readonly seed: number
}

export function createBluesky(options: BlueskyPlatformOptions): { network: BlueskyNetwork; platform: Platform } {
  const { clock, seed, rateLimit = publicLimit } = options
  const world: World = {
    clock,
    seed,
    accounts: new Map(),
    handles: new Map(),
    counts: new Map(),
    replies: new Map(),
  }
  const limit = rateLimit && createRateLimit(rateLimit, clock)
  // The headers of a 429 that was asked for stand in any case.
  const shownLimit = limit ?? createRateLimit(publicLimit, clock)
  const scripts = new Map<string, BlueskyAccount>()

  function answer(question: Question): Answer {
    const { isOver, headers } = limit?.spend() ?? { isOver: false, headers: {} }
    try {
      if (isOver) throw errorOfStatus(429)
      return { status: 200, headers: { ...json, ...headers }, body: ask(world, question) }
    } catch (error) {
      if (error instanceof XrpcError) return refusal(error, headers)
      throw error
    }
  }

  const network: BlueskyNetwork = {
    origin,
    account(handle, profile = {}) {
      const did = world.handles.get(handle.toLowerCase())
      const known = did === undefined ? undefined : scripts.get(did)
      if (known) return known
      const created = createAccount(world, handle, profile)
      scripts.set(created.did, created)
      return created
    },
    cheer: (post, counts) => count(world, post.uri, counts),
  }

  const platform: Platform = {
    name: 'bluesky',
    owns: ({ hostname }) =>
      hostname === 'public.api.bsky.app' || /(?:^|\.)bsky\.(?:network|social|app)$/.test(hostname),
    answer,
    withoutPage(url) {
      const copy = new URL(url)
      copy.searchParams.delete('cursor')
      return copy.href
    },
    refuse(status, resetAt) {
      const error = errorOfStatus(status)
      return refusal(error, status === 429 && resetAt !== null ? shownLimit.usedUp(resetAt) : {})
    },
    wrongShape: () => ({ status: 200, headers: json, body: JSON.stringify({ data: [{ id: 1 }], meta: 'page' }) }),
    deep: (_, depth) => ({ status: 200, headers: json, body: `${'{"feed":['.repeat(depth)}${']}'.repeat(depth)}` }),
    reset: () => limit?.reset(),
  }
  return { network, platform }
}

function ask(world: World, { method: verb, url }: Question): Answer['body'] {
  const [, name] = /^\/xrpc\/([^/]+)$/.exec(url.pathname) ?? []
  if (name === undefined) throw errorOfStatus(404)
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (!method) throw errorOfStatus(501)
  if (verb !== 'GET' && verb !== 'HEAD') {
    throw new XrpcError(405, 'InvalidRequest', `Incorrect HTTP method (${verb}) expected GET`)
  }
  const body = method.answer(world, readParams(name, url.searchParams))
  const { list } = method
  const items: unknown = list === undefined ? undefined : Reflect.get(body, list)
  if (list === undefined || !Array.isArray(items)) return JSON.stringify(body)
  return createListBody<unknown>({
    items,
    render: (some) => JSON.stringify({ ...body, [list]: some }),
    spoil,
  })
}

/** Keeps an item's address readable and nothing else. */
function spoil(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return null
  if ('post' in item) return { ...item, post: spoil(item.post) }
  return { ...item, cid: 7, author: 'nobody', record: [], value: 'nothing', indexedAt: 'yesterday', did: null }
}

function refusal({ status, error, message }: XrpcError, headers: Record<string, string>): Answer {
  return { status, headers: { ...json, ...headers }, body: JSON.stringify({ error, message }) }
}
