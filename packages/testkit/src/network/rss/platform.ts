import type { Answer, ListBody, Platform, Question } from '../answer.js'
import { mix, seedOf } from '../seeded-random.js'
import type { VirtualClock } from '../virtual-clock.js'
import { type Blog, type BlogOptions, type BlogState, createBlog } from './blog.js'
import { renderArticle, renderHome } from './pages.js'
import { renderAtom } from './render-atom.js'
import { renderJsonFeed } from './render-json-feed.js'
import { renderRss } from './render-rss.js'

/** The simulated blogs. */
export interface RssNetwork {
  /** The blog at this address, made if there is none yet; one that is there keeps its options. */
  blog(url: string, options?: BlogOptions): Blog
}

export interface RssPlatformOptions {
  readonly clock: VirtualClock
  readonly seed: number
}

const html = { 'content-type': 'text/html; charset=utf-8' }
const formats = {
  rss: { type: 'application/rss+xml; charset=utf-8', render: renderRss },
  atom: { type: 'application/atom+xml; charset=utf-8', render: renderAtom },
  json: { type: 'application/feed+json', render: renderJsonFeed },
} as const

const spokenStatus: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  410: 'Gone',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

export function createRss({ clock, seed }: RssPlatformOptions): { network: RssNetwork; platform: Platform } {
  const blogs = new Map<string, { blog: Blog; state: BlogState }>()

  function stateOf(url: URL): BlogState | undefined {
    let found: BlogState | undefined
    for (const { state } of blogs.values()) {
      const isInside = url.href === state.url || url.href.startsWith(`${state.url}/`)
      if (isInside && (!found || state.url.length > found.url.length)) found = state
    }
    return found
  }

  const network: RssNetwork = {
    blog(address, options = {}) {
      const url = new URL(address).href.replace(/\/+$/, '')
      const known = blogs.get(url) ?? createBlog({ url, options, clock, seed })
      blogs.set(url, known)
      return known.blog
    },
  }

  const platform: Platform = {
    name: 'rss',
    owns: (url) => stateOf(url) !== undefined || [...blogs.values()].some(({ state }) => isSameOrigin(state, url)),
    answer(question) {
      const state = stateOf(question.url)
      if (!state) return errorPage(404)
      if (question.method !== 'GET' && question.method !== 'HEAD') return errorPage(405)
      return answer(state, question)
    },
    withoutPage: (url) => url.href,
    refuse(status, resetAt) {
      const seconds = resetAt === null ? null : Math.max(0, Math.ceil((resetAt - clock.now()) / 1000))
      return errorPage(status, seconds === null ? {} : { 'retry-after': String(seconds) })
    },
    wrongShape: (url) => wrongShape(isJson(url)),
    deep: (url, depth) => deep(isJson(url), depth),
    reset: () => undefined,
  }
  return { network, platform }
}

function answer(blog: BlogState, { url, headers }: Question): Answer {
  if (blog.movedTo !== null) {
    const location = blog.movedTo + url.href.slice(blog.url.length)
    return { status: 301, headers: { ...html, location }, body: '' }
  }
  for (const name of ['rss', 'atom', 'json'] as const) {
    if (`${url.origin}${url.pathname}` === blog.feeds[name]) return answerFeed(blog, name, headers)
  }
  const path = url.href.slice(blog.url.length)
  if (path === '' || path === '/') return { status: 200, headers: html, body: renderHome(blog) }
  const article = renderArticle(blog, url.href)
  return article === null ? errorPage(404) : { status: 200, headers: html, body: article }
}

function answerFeed(blog: BlogState, name: keyof typeof formats, asked: Headers): Answer {
  const { type, render } = formats[name]
  const { validators } = blog.options
  const etag = `"${mix(seedOf(blog.revision, blog.url), name.length).toString(16)}-${blog.revision}"`
  const lastModified = new Date(blog.changedAt).toUTCString()
  const headers = {
    ...(validators === 'both' || validators === 'etag' ? { etag } : {}),
    ...(validators === 'both' || validators === 'lastModified' ? { 'last-modified': lastModified } : {}),
  }
  if (isUnchanged(headers, asked)) return { status: 304, headers, body: '' }
  const body: ListBody = render(blog)
  return { status: 200, headers: { ...headers, 'content-type': type }, body }
}

/** RFC 9110, 13.2.2: where an ETag is asked about, the date is not looked at. */
function isUnchanged(given: { etag?: string; 'last-modified'?: string }, asked: Headers): boolean {
  const tags = asked.get('if-none-match')
  if (tags !== null && given.etag !== undefined) {
    return tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === given.etag || tag.trim() === '*')
  }
  const since = Date.parse(asked.get('if-modified-since') ?? '')
  const changed = given['last-modified']
  return changed !== undefined && Date.parse(changed) <= since
}

function errorPage(status: number, headers: Record<string, string> = {}): Answer {
  const words = spokenStatus[status] ?? 'Error'
  const body = `<!doctype html><html><head><title>${status} ${words}</title></head><body><h1>${words}</h1></body></html>`
  return { status, headers: { ...html, ...headers }, body }
}

function wrongShape(json: boolean): Answer {
  if (json) return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"data":[{"id":1}]}' }
  const body = '<?xml version="1.0"?><catalogue><book isbn="1">Not a feed</book></catalogue>'
  return { status: 200, headers: { 'content-type': 'application/xml' }, body }
}

function deep(json: boolean, depth: number): Answer {
  if (json) {
    const body = `${'{"items":['.repeat(depth)}${']}'.repeat(depth)}`
    return { status: 200, headers: { 'content-type': formats.json.type }, body }
  }
  const body = `<?xml version="1.0"?><rss version="2.0"><channel>${'<item>'.repeat(depth)}${'</item>'.repeat(depth)}</channel></rss>`
  return { status: 200, headers: { 'content-type': formats.rss.type }, body }
}

function isJson(url: URL): boolean {
  return url.pathname.endsWith('.json')
}

function isSameOrigin(state: BlogState, url: URL): boolean {
  return new URL(state.url).origin === url.origin
}
