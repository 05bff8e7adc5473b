import { getAuthorFeed } from './author-feed.js'
import { getRecord, getRepoStatus, listRecords, resolveHandle } from './repo-queries.js'
import { searchPosts } from './search.js'
import { getPostThread } from './thread.js'
import { postView, profileView, type View } from './views.js'
import { type AccountRecord, findAccount, findActiveAccount, type World } from './world.js'
import { invalidRequest, type Params, XrpcError } from './xrpc.js'

/** A method's answer: a body, and the name of the list in it, if it is about one. */
export interface Method {
  readonly answer: (world: World, params: Params) => object
  readonly list?: string
}

/** What the simulated server can be asked; the rest is "not implemented". */
export const methods: Readonly<Record<string, Method>> = {
  'app.bsky.actor.getProfile': { answer: getProfile },
  'app.bsky.actor.getProfiles': { answer: getProfiles, list: 'profiles' },
  'app.bsky.feed.getAuthorFeed': { answer: getAuthorFeed, list: 'feed' },
  'app.bsky.feed.getPosts': { answer: getPosts, list: 'posts' },
  'app.bsky.feed.getPostThread': { answer: getPostThread },
  'app.bsky.feed.searchPosts': { answer: searchPosts, list: 'posts' },
  'com.atproto.identity.resolveHandle': { answer: resolveHandle },
  'com.atproto.repo.getRecord': { answer: getRecord },
  'com.atproto.repo.listRecords': { answer: listRecords, list: 'records' },
  'com.atproto.sync.getRepoStatus': { answer: getRepoStatus },
}

function getProfile(world: World, params: Params): View {
  const account = findAccount(world, params.identifier('actor'))
  if (!account || account.status === 'deleted') throw invalidRequest('Profile not found')
  if (account.status === 'active') return profileView(world, account)
  throw closed(account)
}

function closed({ status }: AccountRecord): XrpcError {
  return status === 'deactivated'
    ? new XrpcError(400, 'AccountDeactivated', 'Account is deactivated')
    : new XrpcError(400, 'AccountTakedown', 'Account has been suspended')
}

function getProfiles(world: World, params: Params): { profiles: View[] } {
  const actors = params.list('actors', { max: 25, of: 'identifier' })
  const accounts = new Set(actors.flatMap((actor) => findActiveAccount(world, actor) ?? []))
  return { profiles: [...accounts].map((account) => profileView(world, account)) }
}

function getPosts(world: World, params: Params): { posts: View[] } {
  const uris = new Set(params.list('uris', { max: 25, of: 'uri' }))
  // What is not there is left out without a word.
  return { posts: [...uris].map((uri) => postView(world, uri)).filter((view) => view !== null) }
}
