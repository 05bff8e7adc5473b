import type { PageOptions } from '@socius/core/provider'
import { beforeEach } from 'vitest'
import { scriptNetwork } from '../drafts/network.fixture.js'
import { host, live, owner, source, uriOf } from './published-world.fixture.js'

export interface Reply {
  readonly status?: number
  readonly body: object | null
  readonly headers?: Readonly<Record<string, string>>
}

export const notFound: Reply = { status: 404, body: { error: 'Record not found' } }
export const trwnh = { id: '14715', username: 'trwnh', acct: 'trwnh', uri: owner, url: `${host}/@trwnh` }
export const trwnhIsThere: Reply = { body: trwnh }
export const ben = { id: '9', username: 'ben', acct: 'ben@social.example', uri: 'https://social.example/ap/users/7' }

/** A server at the network that says what a test tells it to. */
export function scriptServer() {
  const network = scriptNetwork()
  const requests: string[] = []
  beforeEach(() => {
    requests.length = 0
  })
  return {
    /** The questions that were asked, decoded and without `/api/v1/`. */
    requests,
    /** Answers each path below `/api/v1/`; any other is not found. */
    answer(replies: Readonly<Record<string, Reply | ((query: URLSearchParams) => Reply)>>): void {
      network.answer(host, (request) => {
        const url = new URL(request.url)
        const path = url.pathname.replace('/api/v1/', '')
        requests.push(decodeURIComponent(path + url.search))
        const reply = replies[path] ?? notFound
        const { status = 200, body, headers = {} } = typeof reply === 'function' ? reply(url.searchParams) : reply
        return Response.json(body, { status, headers })
      })
    },
  }
}

export function pageOf(fields: Partial<PageOptions> = {}): PageOptions {
  return { account: source, since: null, cursor: null, limit: 40, signal: live, ...fields }
}

/** A post of the account as its server shows it. */
export function statusView(id: string, fields: object = {}) {
  return {
    id,
    uri: uriOf(id),
    created_at: '2026-01-01T00:00:00.000Z',
    account: trwnh,
    content: `<p>${id}</p>`,
    visibility: 'public',
    in_reply_to_id: null,
    ...fields,
  }
}

export const nextLink = (maxId: string) => ({
  link: `<http://behind-a-proxy/api/v1/x?max_id=${maxId}>; rel="next", <${host}/api/v1/x?min_id=9>; rel="prev"`,
})
