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

/** What other accounts have published under hashtags, made of the statuses above, newest first. */
export const tagged: readonly Status[] = ['9', '8', '7', '6'].map((digit, place) => ({
  ...(context.descendants[0] as Status),
  id: `11500000000000000${digit}`,
  uri: `${host}/users/mastodonmigration/statuses/11500000000000000${digit}`,
  created_at: `2026-11-2${0}T0${9 - place}:00:00.000Z`,
  content: `<p>Number ${digit}</p>`,
  in_reply_to_id: null,
  in_reply_to_account_id: null,
  language: digit === '8' ? 'de' : 'en',
  tags: [{ name: 'Learning' }, ...(digit === '6' ? [] : [{ name: 'rust' }])],
}))

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

  function bears(status: Status, tag: string): boolean {
    const { tags } = status as { readonly tags?: readonly { readonly name: string }[] }
    return tags?.some(({ name }) => name.toLowerCase() === tag.toLowerCase()) === true
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
    const [, tag] = /^timelines\/tag\/([^/]+)$/.exec(path) ?? []
    if (tag) {
      const all = [tag, ...url.searchParams.getAll('all[]')].map(decodeURIComponent)
      return page(
        url,
        tagged.filter((status) => all.every((each) => bears(status, each))),
        show,
      )
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
