import { type Asked, noRecord, notFound, type Said } from './asked.js'
import { findTags } from './content.js'
import { accountBy } from './copies.js'
import { pageOf } from './page.js'
import type { StoredStatus } from './status.js'
import { accountView, statusView } from './views.js'
import { type AccountRecord, findByName, isPublic } from './world.js'

/** GET /api/v1/accounts/:id */
export function readAccount({ world, server }: Asked, id: string): Said {
  return { body: accountView(world, server, required(accountBy(world, server, id))) }
}

/** GET /api/v1/accounts/lookup */
export function lookUpAccount({ world, server, url }: Asked): Said {
  const [username = '', host = server.host] = (url.searchParams.get('acct') ?? '').replace(/^@/, '').split('@')
  return { body: accountView(world, server, required(findByName(world, host, username))) }
}

/** GET /api/v1/accounts/:id/statuses. That of a suspended account is empty. */
export function listStatuses({ world, server, url }: Asked, id: string): Said {
  const account = required(accountBy(world, server, id))
  const { searchParams: query } = url
  if (account.state === 'suspended' || isOn(query, 'pinned')) return { body: [] }

  // Filters come before the page is cut.
  function* shown(below: string | null) {
    for (const status of account.timeline.newestFirst(below)) {
      const view = isPublic(status) && isWanted(status, query) ? statusView(world, server, status) : null
      if (view) yield { id: status.id, view }
    }
  }
  return pageOf({ url, read: shown, view: ({ view }) => view })
}

/** GET /.well-known/webfinger (RFC 7033) */
export function finger({ world, server, url }: Asked): Said {
  const [, username = '', host = ''] = /^acct:@?([^@]+)@(.+)$/.exec(url.searchParams.get('resource') ?? '') ?? []
  const account = findByName(world, host, username)
  if (!account || account.host !== server.host || account.state === 'deleted') throw notFound()
  return {
    body: {
      subject: `acct:${account.username}@${account.host}`,
      aliases: [account.url, account.uri],
      links: [
        { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: account.url },
        { rel: 'self', type: 'application/activity+json', href: account.uri },
      ],
    },
  }
}

function required(account: AccountRecord | undefined): AccountRecord {
  if (!account || account.state === 'deleted') throw noRecord()
  return account
}

function isWanted({ replyTo, boostOf, images, owner, text }: StoredStatus, query: URLSearchParams): boolean {
  if (isOn(query, 'exclude_replies') && replyTo !== null && !replyTo.startsWith(`${owner}/`)) return false
  if (isOn(query, 'exclude_reblogs') && boostOf !== null) return false
  if (isOn(query, 'only_media') && images.length === 0) return false
  const tagged = query.get('tagged')
  return tagged === null || findTags(text).includes(tagged.toLowerCase())
}

function isOn(query: URLSearchParams, name: string): boolean {
  return /^(?:true|t|1|on)$/i.test(query.get(name) ?? '')
}
