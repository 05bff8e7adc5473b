import type { VirtualClock } from '../virtual-clock.js'
import { type AccountNames, addCounts, noCounts, type StatusCounts, type StoredStatus } from './status.js'
import type { Timeline } from './timeline.js'

export interface MastodonProfile {
  readonly displayName?: string
  /** Plain text. */
  readonly note?: string
  /** The address of a picture. */
  readonly avatar?: string
}

/** One account, seen from inside the network. */
export interface AccountRecord extends AccountNames {
  readonly host: string
  /** On its own server. */
  readonly id: string
  /** Its page. */
  readonly url: string
  profile: MastodonProfile
  /** `deleted` is for ever. */
  state: 'active' | 'suspended' | 'deleted'
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly timeline: Timeline
  /** The addresses of accounts. */
  readonly followers: Set<string>
  readonly follows: Set<string>
}

/** One server of the network. */
export interface ServerRecord {
  readonly host: string
  readonly origin: string
  /** By lower-case username. */
  readonly accounts: Map<string, AccountRecord>
  readonly accountsById: Map<string, AccountRecord>
  /** The addresses of what lives elsewhere, by the ids that this server has given to its copies. */
  readonly copies: Map<string, string>
}

/** All servers. */
export interface World {
  readonly clock: VirtualClock
  readonly seed: number
  /** By host. */
  readonly servers: Map<string, ServerRecord>
  /** What was done to statuses, by their addresses. */
  readonly counts: Map<string, StatusCounts>
  /** The addresses of the replies to a status, by its own. */
  readonly replies: Map<string, Set<string>>
}

export function findByName(world: World, host: string, username: string): AccountRecord | undefined {
  return world.servers.get(host.toLowerCase())?.accounts.get(username.toLowerCase())
}

/** @param uri of the account, or of anything of its own */
export function findAccount(world: World, uri: string): AccountRecord | undefined {
  const [, host = '', id = ''] = /^https:\/\/([^/]+)\/ap\/users\/(\d+)/.exec(uri) ?? []
  return world.servers.get(host)?.accountsById.get(id)
}

/** A status with its author, whoever may see it. */
export function findStatus(world: World, uri: string): { status: StoredStatus; account: AccountRecord } | null {
  const account = findAccount(world, uri)
  const [, id = ''] = /\/statuses\/(\d+)(?:\/activity)?$/.exec(uri) ?? []
  const status = account?.state === 'active' ? account.timeline.find(id) : null
  return account && status ? { status, account } : null
}

/** A status as anybody may see it who is not logged in. */
export function findPublic(world: World, uri: string): { status: StoredStatus; account: AccountRecord } | null {
  const found = findStatus(world, uri)
  return found && isPublic(found.status) ? found : null
}

export function isPublic({ visibility }: StoredStatus): boolean {
  return visibility === 'public' || visibility === 'unlisted'
}

export function count(world: World, uri: string, change: Partial<StatusCounts>): void {
  world.counts.set(uri, addCounts(world.counts.get(uri) ?? noCounts, change))
}

export function countsOf(world: World, status: StoredStatus): StatusCounts {
  const made = findAccount(world, status.owner)?.timeline.findGenerated(status.id)
  const base = made ? made.block.countsOf(made.index) : noCounts
  const done = world.counts.get(status.uri)
  return done ? addCounts(base, done) : base
}

/** Counts a status where it answers, quotes or passes on another. @param sign 1 when it appears, -1 when it goes */
export function countStatus(world: World, { uri, replyTo, quoteOf, boostOf }: StoredStatus, sign: 1 | -1): void {
  if (quoteOf !== null) count(world, quoteOf, { quotes: sign })
  if (boostOf !== null) count(world, boostOf, { boosts: sign })
  if (replyTo === null) return
  count(world, replyTo, { replies: sign })
  const replies = world.replies.get(replyTo) ?? new Set()
  if (sign === 1) replies.add(uri)
  else replies.delete(uri)
  world.replies.set(replyTo, replies)
}
