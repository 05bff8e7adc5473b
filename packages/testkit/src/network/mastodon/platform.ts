import { type Answer, createListBody, type Platform, type Question } from '../answer.js'
import { createCallWindow, type RateLimitOptions } from '../call-window.js'
import type { VirtualClock } from '../virtual-clock.js'
import { createAccount, type MastodonAccount } from './account.js'
import { finger, listStatuses, lookUpAccount, readAccount } from './account-questions.js'
import { ApiError, type Asked, notFound, type Said, unauthorised } from './asked.js'
import type { MastodonStatus, StatusCounts } from './status.js'
import { listByIds, listTagged, readContext, readStatus } from './status-questions.js'
import { count, type MastodonProfile, type ServerRecord, type World } from './world.js'

export interface MastodonOptions {
  /** What each server allows; null for no limit. @default 300 calls in five minutes, as Mastodon has it */
  readonly rateLimit?: RateLimitOptions | null
}

/** Simulated servers of Mastodon 4.6, which know of each other at once. */
export interface MastodonNetwork {
  /**
   * The account with this handle, such as `ada@fedi.test`, made with its server if there is none yet; an open account
   * keeps its profile.
   */
  account(handle: string, profile?: MastodonProfile): MastodonAccount
  /** Adds counts by people who are not simulated. */
  cheer(status: MastodonStatus, counts: Partial<StatusCounts>): void
}

export interface MastodonPlatformOptions extends MastodonOptions {
  readonly clock: VirtualClock
  readonly seed: number
}

/** https://docs.joinmastodon.org/api/rate-limits/ */
const publicLimit: RateLimitOptions = { calls: 300, per: 300_000 }
const json = { 'content-type': 'application/json; charset=utf-8' }

export function createMastodon(options: MastodonPlatformOptions): { network: MastodonNetwork; platform: Platform } {
  const { clock, seed, rateLimit = publicLimit } = options
  const world: World = { clock, seed, servers: new Map(), counts: new Map(), replies: new Map() }
  const accounts = new Map<string, MastodonAccount>()
  const limits = new Map<string, ReturnType<typeof createCallWindow>>()

  function serverAt(host: string): ServerRecord {
    const known = world.servers.get(host)
    if (known) return known
    const server = { host, origin: `https://${host}`, accounts: new Map(), accountsById: new Map(), copies: new Map() }
    world.servers.set(host, server)
    return server
  }

  /** Counts a call to a server: its windows end at round moments, the same for all. */
  function spend(host: string): { isOver: boolean; headers: Record<string, string> } {
    if (!rateLimit) return { isOver: false, headers: {} }
    const { calls, per } = rateLimit
    const window = limits.get(host) ?? createCallWindow(calls, clock, (now) => now - (now % per) + per)
    limits.set(host, window)
    const { isOver, remaining, resetAt } = window.spend()
    return { isOver, headers: limitHeaders(calls, remaining, resetAt) }
  }

  function answer(question: Question): Answer {
    const { host } = question.url
    const { isOver, headers } = spend(host)
    try {
      if (isOver) return refusal(429, messages[429], headers)
      const said = ask({ world, server: serverAt(host), url: question.url }, question.method)
      const link = said.link === undefined ? {} : { link: said.link }
      return { status: 200, headers: { ...json, ...headers, ...link }, body: bodyOf(said) }
    } catch (error) {
      if (error instanceof ApiError) return refusal(error.status, error.message, headers)
      throw error
    }
  }

  const network: MastodonNetwork = {
    account(handle, profile = {}) {
      const [, username, host] = /^@?([^@\s]+)@([^@\s/]+\.[^@\s/]+)$/.exec(handle) ?? []
      if (!username || !host) throw new TypeError(`Not a handle of Mastodon: ${handle}.`)
      const server = serverAt(host.toLowerCase())
      const record = server.accounts.get(username.toLowerCase())
      const known = record && accounts.get(record.uri)
      if (known) return known
      const created = createAccount(world, { server, username, profile })
      accounts.set(created.uri, created)
      return created
    },
    cheer: ({ uri }, counts) => count(world, uri, counts),
  }

  const platform: Platform = {
    name: 'mastodon',
    owns: ({ protocol, host }) => protocol === 'https:' && world.servers.has(host),
    answer,
    withoutPage(url) {
      const copy = new URL(url)
      for (const name of ['max_id', 'since_id', 'min_id']) copy.searchParams.delete(name)
      return copy.href
    },
    refuse(status, resetAt) {
      const isTold = status === 429 && resetAt !== null
      return refusal(status, messages[status], isTold ? limitHeaders((rateLimit ?? publicLimit).calls, 0, resetAt) : {})
    },
    wrongShape: () => ({ status: 200, headers: json, body: JSON.stringify({ data: [{ id: 1 }], meta: 'page' }) }),
    deep: (_, depth) => ({ status: 200, headers: json, body: `${'['.repeat(depth)}${']'.repeat(depth)}` }),
    reset: () => limits.clear(),
  }
  return { network, platform }
}

/** What anybody may ask; the rest is for members, or is not simulated. */
const routes: readonly (readonly [path: RegExp, answer: (asked: Asked, part: string) => Said])[] = [
  [/^\/api\/v1\/accounts\/lookup$/, lookUpAccount],
  [/^\/api\/v1\/accounts\/(\d+)$/, readAccount],
  [/^\/api\/v1\/accounts\/(\d+)\/statuses$/, listStatuses],
  [/^\/api\/v1\/statuses$/, listByIds],
  [/^\/api\/v1\/statuses\/([^/]+)$/, readStatus],
  [/^\/api\/v1\/statuses\/([^/]+)\/context$/, readContext],
  [/^\/api\/v1\/timelines\/tag\/([^/]+)$/, (asked, tag) => listTagged(asked, decodeURIComponent(tag))],
  [/^\/\.well-known\/webfinger$/, finger],
]

const forMembers = /^\/api\/v1\/(?:notifications|accounts\/verify_credentials|timelines\/home)$/

function ask(asked: Asked, method: string): Said {
  const { pathname } = asked.url
  if ((method !== 'GET' && method !== 'HEAD') || forMembers.test(pathname)) throw unauthorised()
  for (const [path, answer] of routes) {
    const match = path.exec(pathname)
    if (match) return answer(asked, match[1] ?? '')
  }
  throw notFound()
}

function bodyOf({ body, list }: Said): Answer['body'] {
  const items: unknown = list === undefined ? body : Reflect.get(body, list)
  if (!Array.isArray(items)) return JSON.stringify(body)
  return createListBody<unknown>({
    items,
    render: (some) => JSON.stringify(list === undefined ? some : { ...body, [list]: some }),
    spoil,
  })
}

/** Keeps an item's address readable and nothing else. */
function spoil(item: unknown): unknown {
  return { ...Object(item), created_at: 'yesterday', account: 'nobody', content: 7, visibility: [] }
}

const messages: Readonly<Record<number, string>> = {
  401: 'The access token is invalid',
  403: 'This action is not allowed',
  404: 'Record not found',
  422: 'Validation failed',
  429: 'Too many requests',
  503: 'There was a temporary problem serving your request, please try again',
}

/** As the API words it; what breaks before it comes to that is a page. */
function refusal(status: number, message: string | undefined, headers: Readonly<Record<string, string>>): Answer {
  if (message !== undefined)
    return { status, headers: { ...json, ...headers }, body: JSON.stringify({ error: message }) }
  const body = `<!doctype html><html><head><title>${status}</title></head><body><h1>We're sorry, but something went wrong on our end.</h1></body></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body }
}

function limitHeaders(calls: number, remaining: number, resetAt: number): Record<string, string> {
  return {
    'x-ratelimit-limit': String(calls),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': new Date(resetAt).toISOString().replace('Z', '000Z'),
  }
}
