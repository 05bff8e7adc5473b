import type { Said } from './asked.js'
import { isHigher } from './snowflake.js'
import type { View } from './views.js'

const parameters = ['limit', 'exclude_replies', 'exclude_reblogs', 'only_media', 'tagged', 'all[]'] as const

export interface PageOptions<Item extends { readonly id: string }> {
  readonly url: URL
  /** Items that may be shown, highest id first. */
  readonly read: (below: string | null) => Iterable<Item>
  readonly view: (item: Item) => View
}

/**
 * A page by ids: `max_id` goes down, `since_id` ends it, `min_id` gives what stands right above. Further pages are named
 * in the Link header (https://docs.joinmastodon.org/api/guidelines/#pagination): the next one whenever this one is full.
 */
export function pageOf<Item extends { readonly id: string }>({ url, read, view }: PageOptions<Item>): Said {
  const { searchParams: query } = url
  const limit = limitOf(query.get('limit'))
  const minId = query.get('min_id')
  const sinceId = minId ?? query.get('since_id')
  const items: Item[] = []
  for (const item of read(query.get('max_id'))) {
    if (sinceId !== null && !isHigher(item.id, sinceId)) break
    items.push(item)
    // What stands right above an id is known only when it has been reached.
    if (minId === null && items.length === limit) break
    if (items.length > limit) items.shift()
  }
  const first = items[0]
  const last = items.at(-1)
  const links = [
    ...(last && items.length === limit ? [linkTo(url, 'next', ['max_id', last.id])] : []),
    ...(first ? [linkTo(url, 'prev', ['min_id', first.id])] : []),
  ]
  return { body: items.map(view), ...(links.length > 0 && { link: links.join(', ') }) }
}

/** 20 unless told, and never more than 40. */
function limitOf(given: string | null): number {
  const limit = Math.abs(Number.parseInt(given ?? '20', 10))
  return Math.min(40, Math.max(1, Number.isNaN(limit) ? 20 : limit))
}

function linkTo(url: URL, rel: 'next' | 'prev', [name, id]: readonly [string, string]): string {
  const address = new URL(url.pathname, url.origin)
  for (const parameter of parameters) {
    for (const value of url.searchParams.getAll(parameter)) address.searchParams.append(parameter, value)
  }
  address.searchParams.set(name, id)
  return `<${address.href}>; rel="${rel}"`
}
