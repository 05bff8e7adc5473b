import { type Answer, createListBody, type Platform } from '../answer.js'
import { createCallWindow, type RateLimitOptions } from '../call-window.js'
import type { VirtualClock } from '../virtual-clock.js'
import { createAccount, type DevtoAccount } from './account.js'
import { commentView, listedView, singleView, userView, type View } from './views.js'
import {
  type ArticleCounts,
  articlesOf,
  codeOf,
  type DevtoArticle,
  type DevtoProfile,
  findArticle,
  findUser,
  type World,
} from './world.js'

export interface DevtoOptions {
  /** What one address may ask; null for no limit. @default 3 calls a second, as DEV has it */
  readonly rateLimit?: RateLimitOptions | null
}

/** The simulated DEV, a Forem of today. */
export interface DevtoNetwork {
  /** Its address, without a slash at the end. */
  readonly host: string
  /** The account with this username, made if there is none yet; an open account keeps its profile. */
  account(username: string, profile?: DevtoProfile): DevtoAccount
  /** Adds counts by people who are not simulated. */
  cheer(article: DevtoArticle, counts: Partial<ArticleCounts>): void
}

export interface DevtoPlatformOptions extends DevtoOptions {
  readonly clock: VirtualClock
  readonly seed: number
}

const host = 'https://dev.to'
/** `api_throttle` in config/initializers/rack_attack.rb of https://github.com/forem/forem */
const publicLimit: RateLimitOptions = { calls: 3, per: 1000 }
const json = { 'content-type': 'application/json; charset=utf-8' }

export function createDevto(options: DevtoPlatformOptions): { network: DevtoNetwork; platform: Platform } {
  const { clock, seed, rateLimit = publicLimit } = options
  const world: World = {
    clock,
    seed,
    host,
    users: new Map(),
    articles: new Map(),
    comments: new Map(),
    cheers: new Map(),
    reactions: new Map(),
    lastId: 1000,
  }
  const accounts = new Map<number, DevtoAccount>()
  const window =
    rateLimit && createCallWindow(rateLimit.calls, clock, (now) => now - (now % rateLimit.per) + rateLimit.per)

  const network: DevtoNetwork = {
    host,
    account(username, profile = {}) {
      const user = findUser(world, username)
      const known = user && accounts.get(user.id)
      if (known) return known
      const created = createAccount(world, username, profile)
      accounts.set(created.id, created)
      return created
    },
    cheer({ id }, { reactions = 0, comments = 0 }) {
      const before = world.cheers.get(id) ?? { reactions: 0, comments: 0 }
      world.cheers.set(id, { reactions: before.reactions + reactions, comments: before.comments + comments })
    },
  }

  const platform: Platform = {
    name: 'devto',
    owns: ({ origin }) => origin === host,
    answer({ method, url }) {
      const { isOver = false, resetAt = 0 } = window?.spend() ?? {}
      if (isOver) return throttled(resetAt - clock.now())
      if (method !== 'GET' && method !== 'HEAD') return refusal(401)
      const body = ask(world, url)
      return body === null ? refusal(404) : { status: 200, headers: json, body: bodyOf(body) }
    },
    withoutPage(url) {
      const copy = new URL(url)
      copy.searchParams.delete('page')
      return copy.href
    },
    refuse(status, resetAt) {
      if (status === 429) return throttled(resetAt === null ? null : resetAt - clock.now())
      return refusal(status)
    },
    wrongShape: () => ({ status: 200, headers: json, body: JSON.stringify({ data: [{ id: 'one' }], meta: 'page' }) }),
    deep: (_, depth) => ({ status: 200, headers: json, body: `${'['.repeat(depth)}${']'.repeat(depth)}` }),
    reset: () => window?.reset(),
  }
  return { network, platform }
}

/** Null for what is not there. */
function ask(world: World, { pathname, searchParams: query }: URL): View | readonly View[] | null {
  const [what, first, second] = pathname.replace(/^\/api\/?/, '').split('/')
  if (!pathname.startsWith('/api/')) return null
  if (what === 'users' && first !== undefined) {
    const user = first === 'by_username' ? findUser(world, query.get('url') ?? '') : world.users.get(Number(first))
    return user && !user.isClosed ? userView(world, user) : null
  }
  if (what === 'articles') return first === undefined ? listArticles(world, query) : readArticle(world, first, second)
  if (what !== 'comments') return null
  return first === undefined ? listComments(world, Number(query.get('a_id'))) : readComment(world, first)
}

/** The articles of a user, or of everybody, newest first; by a number of the page. */
function listArticles(world: World, query: URLSearchParams): View[] {
  const size = Math.min(1000, Math.max(1, Number(query.get('per_page') ?? 30) || 30))
  const start = (Math.max(1, Number(query.get('page') ?? 1) || 1) - 1) * size
  const username = query.get('username')
  const user = username === null ? undefined : findUser(world, username)
  const users = username === null ? [...world.users.values()].filter(({ isClosed }) => !isClosed) : user ? [user] : []
  const tag = query.get('tag')
  return users
    .flatMap((each) => articlesOf(world, each))
    .filter(({ tags }) => tag === null || tags?.includes(tag))
    .sort((a, b) => b.publishedAt - a.publishedAt || b.id - a.id)
    .slice(start, start + size)
    .map((article) => listedView(world, article))
}

/** By its number, or by the name of its author and its own. */
function readArticle(world: World, first: string, slug: string | undefined): View | null {
  const user = slug === undefined ? undefined : findUser(world, first)
  const article = user ? articlesOf(world, user).find((each) => each.slug === slug) : findArticle(world, Number(first))
  return article ? singleView(world, article) : null
}

function listComments(world: World, articleId: number): View[] | null {
  if (!findArticle(world, articleId)) return null
  return [...world.comments.values()]
    .filter((comment) => comment.articleId === articleId && comment.parent === null)
    .map((comment) => commentView(world, comment))
}

function readComment(world: World, code: string): View | null {
  const found = [...world.comments.values()].find(({ id }) => codeOf(id) === code)
  return found && findArticle(world, found.articleId) ? commentView(world, found) : null
}

function bodyOf(body: View | readonly View[]): Answer['body'] {
  if (!Array.isArray(body)) return JSON.stringify(body)
  return createListBody<unknown>({ items: body, render: (some) => JSON.stringify(some), spoil })
}

/** Keeps an item's id readable and nothing else. */
function spoil(item: unknown): unknown {
  return { ...Object(item), published_at: 'yesterday', created_at: 7, user: 'nobody', body_html: [] }
}

const messages: Readonly<Record<number, string>> = { 401: 'unauthorized', 403: 'forbidden', 404: 'not found' }

/** As the API words it; what breaks before it comes to that is a page. */
function refusal(status: number): Answer {
  const error = messages[status]
  if (error !== undefined) return { status, headers: json, body: JSON.stringify({ error, status }) }
  const body = `<!doctype html><html><head><title>${status}</title></head><body><h1>Something went wrong</h1></body></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

/** What Rack::Attack says in the place of the API. @param wait in milliseconds; null where it does not say */
function throttled(wait: number | null): Answer {
  const retryAfter = wait === null ? {} : { 'retry-after': String(Math.max(1, Math.ceil(wait / 1000))) }
  return { status: 429, headers: { 'content-type': 'text/plain', ...retryAfter }, body: 'Retry later\n' }
}
