import { makeUri, parseUri } from './at-uri.js'
import { isAbove, type Place } from './stored-post.js'
import { notFoundView, type View, viewOf } from './views.js'
import { findAccount, findPost, type World } from './world.js'
import { type Params, XrpcError } from './xrpc.js'

/** `app.bsky.feed.getPostThread`: the post, what it answers, and the answers to it, newest first. */
export function getPostThread(world: World, params: Params): { thread: View } {
  const given = params.uri('uri')
  const depth = params.integer('depth', { min: 0, max: 1000, default: 6 })
  const parentHeight = params.integer('parentHeight', { min: 0, max: 1000, default: 80 })
  const uri = withDid(world, given)
  const found = findPost(world, uri)
  if (!found) throw new XrpcError(400, 'NotFound', `Post not found: ${uri}`)
  const parent = parentHeight > 0 ? parentView(world, found.post.record.reply?.parent.uri, parentHeight) : null
  return { thread: threadView(world, uri, { depth, parent }) ?? notFoundView(uri) }
}

function threadView(world: World, uri: string, { depth, parent }: { depth: number; parent: View | null }): View | null {
  const found = findPost(world, uri)
  if (!found) return null
  return {
    post: viewOf(world, found.post, found.author),
    ...(parent && { parent }),
    // Where the depth ends there is no list at all, which is how a client knows that it may ask on.
    ...(depth > 0 && { replies: repliesTo(world, uri, depth - 1) }),
    threadContext: {},
    $type: 'app.bsky.feed.defs#threadViewPost',
  }
}

function parentView(world: World, uri: string | undefined, height: number): View | null {
  if (uri === undefined) return null
  const found = findPost(world, uri)
  if (!found) return notFoundView(uri)
  const parent = height > 1 ? parentView(world, found.post.record.reply?.parent.uri, height - 1) : null
  return {
    post: viewOf(world, found.post, found.author),
    ...(parent && { parent }),
    threadContext: {},
    $type: 'app.bsky.feed.defs#threadViewPost',
  }
}

function repliesTo(world: World, uri: string, depth: number): View[] {
  const places: (Place & { uri: string })[] = []
  for (const reply of world.replies.get(uri) ?? []) {
    const found = findPost(world, reply)
    if (found) places.push({ sortAt: found.post.sortAt, cid: found.post.placeCid, uri: reply })
  }
  places.sort((a, b) => (isAbove(a, b) ? -1 : 1))
  return places.map((place) => threadView(world, place.uri, { depth, parent: null })).filter((view) => view !== null)
}

function withDid(world: World, uri: string): string {
  const { authority = '', collection = '', rkey = '' } = parseUri(uri) ?? {}
  const did = findAccount(world, authority)?.did
  return did === undefined ? uri : makeUri(did, collection, rkey)
}
