import { randomBytes } from 'node:crypto'
import type { SourceAccount } from '@socius/core/provider'

// The addresses of real servers on this machine: {"pds","appview","plc","control"}, as .ci/bluesky/start.sh prints them.
export const addresses = process.env['SOCIUS_TEST_BLUESKY']
export const servers = JSON.parse(addresses ?? '{}') as Record<'pds' | 'appview' | 'control', string>
export interface Reference {
  readonly uri: string
  readonly cid: string
}

export interface Account extends SourceAccount {
  readonly token: string
}

export async function call(method: string, body: object | null, token?: string): Promise<Record<string, string>> {
  const response = await fetch(`${servers.pds}/xrpc/${method}`, {
    method: 'POST',
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method}: ${response.status} ${text}`)
  return text ? (JSON.parse(text) as Record<string, string>) : {}
}

/** Waits until the AppView has seen what was written. */
export async function settle(): Promise<void> {
  const response = await fetch(`${servers.control}/process`, { method: 'POST' })
  if (!response.ok) throw new Error(`the servers did not settle: ${await response.text()}`)
}

export async function createAccount(name: string): Promise<Account> {
  const handle = `${name}-${randomBytes(4).toString('hex')}.test`
  const body = { handle, email: `${handle}@example.com`, password: 'synthetic-password' }
  const { did = '', accessJwt = '' } = await call('com.atproto.server.createAccount', body)
  return { externalId: did, handle, token: accessJwt }
}

export async function create(account: Account, collection: string, fields: object): Promise<Reference> {
  const record = { $type: collection, createdAt: new Date().toISOString(), ...fields }
  const body = { repo: account.externalId, collection, record }
  const { uri = '', cid = '' } = await call('com.atproto.repo.createRecord', body, account.token)
  return { uri, cid }
}

export async function remove(account: Account, { uri }: Reference): Promise<void> {
  const [collection, rkey] = uri.split('/').slice(-2)
  await call('com.atproto.repo.deleteRecord', { repo: account.externalId, collection, rkey }, account.token)
}
