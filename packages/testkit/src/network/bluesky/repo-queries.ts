import { makeUri } from './at-uri.js'
import { findRecord, listRecords as listRecordsOf, type StoredRecord } from './repository.js'
import { type AccountRecord, findAccount, findActiveAccount, type World } from './world.js'
import { invalidRequest, type Params, XrpcError } from './xrpc.js'

/** `com.atproto.repo.getRecord` */
export function getRecord(world: World, params: Params): object {
  const account = findRepo(world, params)
  const collection = params.nsid('collection')
  const rkey = params.text('rkey')
  const record = findRecord(account.repository, collection, rkey)
  const cid = params.optional('cid')
  if (!record || (cid !== null && cid !== record.cid)) {
    const uri = makeUri(account.did, collection, rkey)
    throw new XrpcError(400, 'RecordNotFound', `Could not locate record: ${uri}`)
  }
  return shown(record)
}

/** `com.atproto.repo.listRecords` */
export function listRecords(world: World, params: Params): { records: object[]; cursor?: string } {
  const collection = params.nsid('collection')
  const limit = params.integer('limit', { min: 1, max: 100, default: 50 })
  const { repository } = findRepo(world, params)
  const after = params.optional('cursor')
  const page: StoredRecord[] = []
  for (const record of listRecordsOf(repository, { collection, after, reverse: params.flag('reverse') })) {
    page.push(record)
    if (page.length === limit) break
  }
  const last = page.at(-1)
  return { records: page.map(shown), ...(last && { cursor: last.rkey }) }
}

/** `com.atproto.sync.getRepoStatus` */
export function getRepoStatus(world: World, params: Params): object {
  const did = params.text('did')
  const account = world.accounts.get(did)
  if (!account || account.status === 'deleted') {
    throw new XrpcError(400, 'RepoNotFound', `Could not find repo for DID: ${did}`)
  }
  const { status, rev } = account
  return status === 'active' ? { did, active: true, rev } : { did, active: false, status }
}

/** `com.atproto.identity.resolveHandle` */
export function resolveHandle(world: World, params: Params): object {
  const account = findActiveAccount(world, params.text('handle'))
  if (!account) throw invalidRequest('Unable to resolve handle')
  return { did: account.did }
}

function findRepo(world: World, params: Params): AccountRecord {
  const repo = params.identifier('repo')
  const account = findAccount(world, repo)
  if (account?.status !== 'active') throw invalidRequest(`Could not find repo: ${repo}`)
  return account
}

function shown({ uri, cid, value }: StoredRecord): object {
  return { uri, cid, value }
}
