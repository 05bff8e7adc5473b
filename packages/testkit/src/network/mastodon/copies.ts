import { seedOf } from '../seeded-random.js'
import { snowflakeOf } from './snowflake.js'
import type { AccountRecord, ServerRecord, World } from './world.js'

/** The id of something on a server: its own where it lives there, else that of the server's copy. */
export function idOn(
  { host, copies }: ServerRecord,
  { id, uri, at }: { readonly id: string; readonly uri: string; readonly at: number },
): string {
  if (uri.startsWith(`https://${host}/`)) return id
  for (let step = seedOf(seedOf(1, host), uri); ; step += 1) {
    const copy = snowflakeOf(at, step)
    const taken = copies.get(copy)
    if (taken !== undefined && taken !== uri) continue
    copies.set(copy, uri)
    return copy
  }
}

export function accountIdOn(server: ServerRecord, { id, uri, createdAt }: AccountRecord): string {
  return idOn(server, { id, uri, at: createdAt })
}

/** The name of an account on a server. */
export function acctOn({ host }: ServerRecord, account: AccountRecord): string {
  return account.host === host ? account.username : `${account.username}@${account.host}`
}

/** The account that a server knows by an id, whatever became of it. */
export function accountBy(world: World, server: ServerRecord, id: string): AccountRecord | undefined {
  const own = server.accountsById.get(id)
  if (own) return own
  const uri = server.copies.get(id) ?? ''
  const [, host = '', there = ''] = /^https:\/\/([^/]+)\/ap\/users\/(\d+)$/.exec(uri) ?? []
  return world.servers.get(host)?.accountsById.get(there)
}

/** The address of the status that a server knows by an id. */
export function statusUriBy(server: ServerRecord, id: string): string | null {
  const copy = server.copies.get(id)
  if (copy !== undefined) return copy
  for (const { uri, timeline } of server.accountsById.values()) if (timeline.has(id)) return `${uri}/statuses/${id}`
  return null
}
