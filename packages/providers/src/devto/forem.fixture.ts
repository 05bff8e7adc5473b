import { readFileSync } from 'node:fs'
import type { PageOptions } from '@socius/core/provider'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'

export const host = 'https://dev.to'
export const live = new AbortController().signal
export const notFound = { error: 'not found', status: 404 }

/** What Forem publishes as an example of its answers. */
export function published<Answer>(name: 'articles' | 'comments' | 'user'): Answer {
  return JSON.parse(readFileSync(new URL(`__fixtures__/${name}.json`, import.meta.url), 'utf8')) as Answer
}

export interface ForemArticle {
  readonly id: number
  readonly title: string
  readonly published_at: string
  readonly tag_list: readonly string[]
  readonly user: { readonly user_id: number; readonly username: string }
}

export interface ForemComment {
  readonly id_code: string
  readonly created_at: string
  readonly body_html: string
  readonly user: object
  readonly children: readonly ForemComment[]
}

interface ForemUser {
  readonly id: number
  readonly username: string
}

const [example] = published<ForemArticle[]>('articles')
if (!example) throw new Error('The example of a list has an article.')

export const account = { externalId: String(example.user.user_id), handle: example.user.username }

/** The published article with another id, date and whatever else is changed. */
export function article(id: number, publishedAt: string, fields: object = {}): ForemArticle {
  return { ...example, id, title: `Article ${id}`, published_at: publishedAt, ...fields } as ForemArticle
}

/** What a Forem holds. Tests change it while it is being read. */
export interface ForemState {
  readonly user: ForemUser | null
  readonly articles: readonly ForemArticle[]
  /** By the article they stand under. */
  readonly comments: Readonly<Record<string, readonly unknown[]>>
  /** Articles that a list shows and that are not found by their id: another Forem of the network publishes them. */
  readonly elsewhere?: readonly number[]
  /** Articles of other users: found by their id, and in no list. */
  readonly others?: readonly ForemArticle[]
  /** The most articles of a page, as the operator has set it. */
  readonly maxPage?: number
}

export const smallForem: ForemState = {
  user: { ...published<ForemUser>('user'), id: example.user.user_id, username: example.user.username },
  articles: [
    article(1550, '2023-01-14T09:00:00Z', {
      tag_list: ['discuss', 'webdev'],
      public_reactions_count: 3,
      comments_count: 2,
    }),
    article(1547, '2023-01-13T09:00:00Z', { cover_image: null, edited_at: '2023-01-13T10:00:00Z', language: 'en' }),
    { ...example },
    article(1540, '2022-12-31T23:00:00Z'),
  ],
  others: [article(7, '2023-01-01T09:00:00Z', { user: { ...example.user, user_id: 9 } })],
  comments: { [String(example.id)]: published<ForemComment[]>('comments') },
}

/** Answers as a Forem does that holds `state`. */
export function forem(state: ForemState | (() => ForemState) = smallForem): (request: Request) => Response {
  return ({ url }) => {
    const { origin, pathname, searchParams } = new URL(url)
    const forem = typeof state === 'function' ? state() : state
    const { user, articles, others = [], comments, elsewhere = [], maxPage = 1000 } = forem
    const none = () => Response.json(notFound, { status: 404 })
    const [, root, api, what = '', id] =
      `${origin}${pathname}`.match(/^(https:\/\/dev\.to)\/(api)\/(\w+)\/?(\w+|username382\/[\w-]+)?$/) ?? []
    if (!root || !api) return new Response('<h1>404</h1>', { status: 404 })
    if (what === 'users') {
      const isThere = id === 'by_username' ? searchParams.get('url') === user?.username : id === String(user?.id)
      return user && isThere ? Response.json(user) : none()
    }
    if (what === 'articles' && id === undefined) {
      const size = Math.min(Number(searchParams.get('per_page')), maxPage)
      const start = (Number(searchParams.get('page')) - 1) * size
      const theirs = articles.filter(() => searchParams.get('username') === user?.username)
      return Response.json(theirs.slice(start, start + size).map(listed))
    }
    if (what === 'articles') {
      const names = (each: ForemArticle) => [String(each.id), `${user?.username}/${slugOf(each)}`]
      const found = [...articles, ...others].find(
        (each) => names(each).includes(id ?? '') && !elsewhere.includes(each.id),
      )
      return found ? Response.json(single(found)) : none()
    }
    if (what === 'comments' && id === undefined) {
      const thread = comments[searchParams.get('a_id') ?? '']
      return thread ? Response.json(thread) : none()
    }
    const node = findComment(Object.values(comments).flat(), id)
    return what === 'comments' && node ? Response.json(node) : none()
  }
}

/** The end of the address of its page. */
export function slugOf({ title, id }: Pick<ForemArticle, 'title' | 'id'>): string {
  return `${title.toLowerCase().replaceAll(/\W+/g, '-')}-${id.toString(36)}`
}

function listed(item: ForemArticle): object {
  return { ...item, tags: Array.isArray(item.tag_list) ? item.tag_list.join(', ') : '' }
}

/** `tag_list` and `tags` change places, and the body is there. */
function single(item: ForemArticle): object {
  const tags = Array.isArray(item.tag_list) ? item.tag_list : []
  return { ...item, tag_list: tags.join(', '), tags, body_html: `<p>Body of ${item.id}</p>`, body_markdown: 'Body' }
}

function findComment(nodes: readonly unknown[], id: string | undefined): unknown {
  for (const node of nodes as readonly ForemComment[]) {
    const found = node.id_code === id ? node : findComment(node.children, id)
    if (found) return found
  }
  return null
}

/** A Forem at the network that answers what a test tells it to. */
export function scriptForem() {
  const server = setupServer()
  const requests: Request[] = []
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  beforeEach(() => {
    requests.length = 0
  })
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
  return {
    server,
    /** The questions that were asked, as path and query. */
    asked: () => requests.map(({ url }) => decodeURIComponent(url.replace(`${host}/api`, ''))),
    requests,
    answer(respond: (request: Request) => Response | Promise<Response>): void {
      server.use(
        http.get(`${host}/*`, ({ request }) => {
          requests.push(request)
          return respond(request)
        }),
      )
    },
  }
}

export function pageOf(fields: Partial<PageOptions> = {}): PageOptions {
  return { account, since: null, cursor: null, limit: 1000, signal: live, ...fields }
}
