import { mergeSorted } from '../merge-sorted.js'
import { ApiError, type Asked, notFound, type Said } from './asked.js'
import { findTags } from './content.js'
import { statusUriBy } from './copies.js'
import { pageOf } from './page.js'
import { isHigher } from './snowflake.js'
import type { StoredStatus } from './status.js'
import { idOf, statusView, type View } from './views.js'
import { findPublic, type World } from './world.js'

// What who is not logged in may have of a thread: StatusesController::ANCESTORS_LOW_LIMIT and those beside it.
const threadLimits = { ancestors: 40, descendants: 60, depth: 20 } as const
const mostIds = 20

/** GET /api/v1/statuses/:id */
export function readStatus(asked: Asked, id: string): Said {
  return { body: required(asked, id).view }
}

/** GET /api/v1/statuses: what is not shown is left out without a word. */
export function listByIds(asked: Asked): Said {
  const ids = new Set([...asked.url.searchParams.getAll('id[]'), ...asked.url.searchParams.getAll('ids[]')])
  if (ids.size > mostIds) throw new ApiError(422, 'Mastodon::ValidationError')
  return { body: [...ids].map((id) => find(asked, id)?.view).filter((view) => view !== undefined) }
}

/** GET /api/v1/statuses/:id/context */
export function readContext(asked: Asked, id: string): Said {
  const { world, server } = asked
  const { status } = required(asked, id)
  const ancestors: View[] = []
  for (let { replyTo } = status; replyTo !== null && ancestors.length < threadLimits.ancestors; ) {
    const parent = findPublic(world, replyTo)?.status
    const view = parent && statusView(world, server, parent)
    if (!view) break
    ancestors.unshift(view)
    replyTo = parent.replyTo
  }
  const descendants = [...repliesTo(world, status, threadLimits.depth)]
    .slice(0, threadLimits.descendants)
    .flatMap((reply) => statusView(world, server, reply) ?? [])
  return { body: { ancestors, descendants }, list: 'descendants' }
}

/** GET /api/v1/timelines/tag/:hashtag, of the whole network: everything has reached every server. */
export function listTagged({ world, server, url }: Asked, tag: string): Said {
  const wanted = [tag, ...url.searchParams.getAll('all[]')].map((each) => each.toLowerCase())
  const accounts = [...world.servers.values()].flatMap(({ accountsById }) => [...accountsById.values()])
  const active = accounts.filter(({ state }) => state === 'active')

  function* shown(below: string | null) {
    const timelines = active.map(({ timeline }) => timeline.newestFirst(below))
    for (const status of mergeSorted(timelines, (a, b) => isHigher(a.id, b.id))) {
      const tags = status.visibility === 'public' ? findTags(status.text) : []
      const view = wanted.every((each) => tags.includes(each)) ? statusView(world, server, status) : null
      if (view) yield { id: idOf(server, status), view }
    }
  }
  return pageOf({ url, read: shown, view: ({ view }) => view })
}

function find({ world, server }: Asked, id: string): { status: StoredStatus; view: View } | null {
  const uri = statusUriBy(server, id)
  const status = uri === null ? undefined : findPublic(world, uri)?.status
  const view = status && statusView(world, server, status)
  return status && view ? { status, view } : null
}

function required(asked: Asked, id: string): { status: StoredStatus; view: View } {
  const found = find(asked, id)
  if (!found) throw notFound()
  return found
}

/** Each reply, followed by the replies to it. */
function* repliesTo(world: World, { uri }: StoredStatus, depth: number): Generator<StoredStatus> {
  if (depth === 0) return
  const replies = [...(world.replies.get(uri) ?? [])].flatMap((reply) => findPublic(world, reply)?.status ?? [])
  for (const reply of replies.sort((a, b) => (isHigher(a.id, b.id) ? 1 : -1))) {
    yield reply
    yield* repliesTo(world, reply, depth - 1)
  }
}
