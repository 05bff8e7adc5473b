import { readFileSync } from 'node:fs'

export interface Status {
  readonly id: string
  readonly uri: string
  readonly created_at: string
  readonly [field: string]: unknown
}

interface Notification {
  readonly id: string
  readonly status: Status
}

/** The example answers of the documentation; their source stands beside them. */
function published<Body>(name: string): Body {
  return JSON.parse(readFileSync(new URL(`__fixtures__/${name}.json`, import.meta.url), 'utf8')) as Body
}

export const host = 'https://mastodon.social'
export const owner = `${host}/users/trwnh`
export const source = { externalId: owner, handle: 'trwnh@mastodon.social' }
export const token = 'token-of-trwnh'
export const live = new AbortController().signal

export const account = published<{ readonly id: string }>('account')
/** Everything that the account shows, newest first. */
export const statuses = published<readonly Status[]>('statuses')
export const context = published<{ readonly ancestors: readonly Status[]; readonly descendants: readonly Status[] }>(
  'context',
)
export const notifications = published<readonly Notification[]>('notifications')

export const uriOf = (id: string): string => `${owner}/statuses/${id}`

export interface WorldOptions {
  /** Changes what the world shows of one status. */
  readonly spoil?: { readonly uri: string; readonly change: (status: Status) => object }
  /** Whether the account is closed, and how. */
  readonly closed?: 'suspended' | 'deleted'
  /** Whether the server is from before 4.3, when statuses could be asked for one by one only. */
  readonly old?: boolean
}

/** A small world made of published answers, which pages as the real server does. */
export function publishedWorld({ spoil, closed, old }: WorldOptions = {}): (request: Request) => Response {
  const show = (status: Status): object => (status.uri === spoil?.uri ? spoil.change(status) : status)
  const seen = [...statuses, ...context.ancestors, ...context.descendants]
  const notFound = () => Response.json({ error: 'Record not found' }, { status: 404 })

  function page<Item extends { readonly id: string }>(url: URL, items: readonly Item[], view: (item: Item) => object) {
    const maxId = url.searchParams.get('max_id')
    const limit = Number(url.searchParams.get('limit'))
    const rest = items.slice(maxId === null ? 0 : items.findIndex(({ id }) => id === maxId) + 1)
    const body = rest.slice(0, limit)
    const next = new URL(url)
    next.searchParams.set('max_id', body.at(-1)?.id ?? '')
    // The server names a next page whenever this one is full.
    const link = `<${next}>; rel="next", <${url.origin}${url.pathname}?min_id=${body[0]?.id}>; rel="prev"`
    return Response.json(body.map(view), { headers: body.length === limit ? { link } : {} })
  }

  function find(ids: readonly string[]): Status[] {
    const own = (status: Status) => status.uri.startsWith(owner)
    return seen.filter((status) => ids.includes(status.id) && !(closed && own(status)))
  }

  return (request) => {
    const url = new URL(request.url)
    if (url.origin !== host) return notFound()
    const path = url.pathname.replace('/api/v1/', '')
    const isMember = request.headers.get('authorization') === `Bearer ${token}`
    const [, id, part] = /^statuses\/(\w+)(\/context)?$/.exec(path) ?? []
    if (id) {
      const [status] = find([id])
      if (!status) return notFound()
      if (!part) return Response.json(show(status))
      return Response.json({ ancestors: context.ancestors, descendants: context.descendants.map(show) })
    }
    switch (path) {
      case 'accounts/lookup':
        if (closed === 'deleted' || url.searchParams.get('acct') !== 'trwnh') return notFound()
        return Response.json(closed ? { ...account, suspended: true, note: '' } : account)
      case 'accounts/verify_credentials':
        return isMember ? Response.json(account) : Response.json({ error: 'no' }, { status: 401 })
      case `accounts/${account.id}/statuses`:
        return page(url, closed ? [] : statuses, show)
      case 'notifications':
        if (!isMember) return Response.json({ error: 'no' }, { status: 401 })
        return page(url, notifications, ({ status, ...rest }) => ({ ...rest, status: show(status) }))
      case 'statuses':
        return old ? notFound() : Response.json(find(url.searchParams.getAll('id[]')).map(show))
      default:
        return notFound()
    }
  }
}
