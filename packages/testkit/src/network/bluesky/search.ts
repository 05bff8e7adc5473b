import { packPlace, unpackPlace } from './place-cursor.js'
import { partsOf } from './post-record.js'
import { findPost as findPostIn, readFeed } from './repository.js'
import { isAbove, type Place, type StoredPost } from './stored-post.js'
import { type View, viewOf } from './views.js'
import { type AccountRecord, findAccount, type World } from './world.js'
import type { Params } from './xrpc.js'

/** `app.bsky.feed.searchPosts`, newest first: posts with all the words, by any account. It reads every post. */
export function searchPosts(world: World, params: Params): { posts: View[]; cursor?: string } {
  const matches = matcherOf(world, params)
  const limit = params.integer('limit', { min: 1, max: 100, default: 25 })
  const below = unpackPlace(params.optional('cursor'))
  const hits: (Place & { post: StoredPost; author: AccountRecord })[] = []
  for (const author of authorsOf(world, params.optional('author'))) {
    let found = 0
    for (const entry of readFeed(author.repository, below)) {
      const post = entry.reposted === null ? findPostIn(author.repository, entry.rkey) : null
      if (!post || !matches(post)) continue
      hits.push({ sortAt: entry.sortAt, cid: entry.cid, post, author })
      found += 1
      // Of one author no more than a page can be on the page.
      if (found === limit) break
    }
  }
  const page = hits.sort((a, b) => (isAbove(a, b) ? -1 : 1)).slice(0, limit)
  const last = page.at(-1)
  return {
    posts: page.map(({ post, author }) => viewOf(world, post, author)),
    ...(last && page.length === limit && { cursor: packPlace(last) }),
  }
}

function* authorsOf(world: World, author: string | null): Generator<AccountRecord> {
  const accounts = author === null ? world.accounts.values() : [findAccount(world, author)]
  for (const account of accounts) if (account?.status === 'active') yield account
}

function matcherOf(world: World, params: Params): (post: StoredPost) => boolean {
  const words = params
    .text('q')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '*')
  const tag = params.optional('tag')?.toLowerCase() ?? null
  const mentions = params.optional('mentions')
  const mentioned = mentions === null ? null : (findAccount(world, mentions)?.did ?? '')
  const since = instantOf(params.optional('since')) ?? -Infinity
  const until = instantOf(params.optional('until')) ?? Infinity
  return (post) => {
    if (post.sortAt < since || post.sortAt >= until) return false
    const { record } = post
    const facets = JSON.stringify(record.facets ?? [])
    if (mentioned !== null && !facets.includes(`"did":"${mentioned}"`)) return false
    if (tag !== null && !tagsOf(record.tags, facets).includes(tag)) return false
    const card = partsOf(record.embed).media
    const title = card?.$type === 'app.bsky.embed.external' ? card.external.title : ''
    const text = `${record.text} ${title}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

function tagsOf(tags: readonly string[] | undefined, facets: string): string[] {
  const marked = [...facets.matchAll(/"tag":"([^"]+)"/g)].map(([, name = '']) => name)
  return [...(tags ?? []), ...marked].map((name) => name.toLowerCase())
}

function instantOf(text: string | null): number | null {
  const time = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? null : time
}
