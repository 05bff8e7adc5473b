// Starts the network and speaks plain XRPC to it. Needs only a Node with fetch.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Basic credentials of the PDS's operator, for `com.atproto.admin.*`. */
export const operator = `Basic ${Buffer.from('admin:admin-pass').toString('base64')}`

/** Starts all servers; `stop` ends them and resolves to the exit code. */
export const startBluesky = async () => {
  const child = spawn(join(import.meta.dirname, 'start.sh'), { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = new Promise((resolve) => child.on('exit', resolve))
  const { value: line } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  if (line === undefined) throw new Error(`start.sh ended with ${await exited} before the network was ready`)
  const servers = JSON.parse(line)

  /** One call: `{ server, request, status, body }`, whatever the status. A body makes it a POST. */
  const call = async (server, nsid, { query = {}, body, method = body ? 'POST' : 'GET', token } = {}) => {
    const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((each) => [name, each]))
    const path = `/xrpc/${nsid}${pairs.length ? `?${new URLSearchParams(pairs)}` : ''}`
    const raw = body instanceof Uint8Array
    const response = await fetch(servers[server] + path, {
      method,
      headers: {
        ...(body && { 'content-type': raw ? 'image/png' : 'application/json' }),
        ...(token && { authorization: token }),
      },
      body: raw ? body : body && JSON.stringify(body),
    })
    const text = await response.text()
    return { server, request: `${method} ${path}`, status: response.status, body: text ? JSON.parse(text) : null }
  }

  /** The body of a call that has to succeed. */
  const ok = async (...parameters) => {
    const answer = await call(...parameters)
    if (answer.status !== 200) throw new Error(`${answer.request}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** Waits until the AppView has indexed everything written so far. */
  const settle = async () => {
    const response = await fetch(`${servers.control}/process`, { method: 'POST' })
    if (!response.ok) throw new Error(`POST /process: ${await response.text()}`)
  }

  const createAccount = async (handle) => {
    const body = { handle, email: `${handle}@example.com`, password: 'synthetic-password' }
    const { did, accessJwt } = await ok('pds', 'com.atproto.server.createAccount', { body })
    return { did, handle, token: `Bearer ${accessJwt}` }
  }

  const create = ({ did, token }, collection, fields) => {
    const record = { $type: collection, createdAt: new Date().toISOString(), ...fields }
    return ok('pds', 'com.atproto.repo.createRecord', { token, body: { repo: did, collection, record } })
  }

  const put = ({ did, token }, collection, rkey, fields) => {
    const record = { $type: collection, ...fields }
    return ok('pds', 'com.atproto.repo.putRecord', { token, body: { repo: did, collection, rkey, record } })
  }

  const remove = ({ did, token }, collection, rkey) =>
    ok('pds', 'com.atproto.repo.deleteRecord', { token, body: { repo: did, collection, rkey } })

  const stop = () => {
    child.stdin.end()
    return exited
  }

  return { servers, call, ok, settle, createAccount, create, put, remove, stop }
}
