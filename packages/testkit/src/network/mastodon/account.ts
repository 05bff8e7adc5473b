import { type GeneratedRange, type GenerateOptions, rangeOf, spreadOf } from '../generate-options.js'
import { seedOf } from '../seeded-random.js'
import { createGeneratedStatuses } from './generated-statuses.js'
import { snowflakeOf } from './snowflake.js'
import { addressesOf, type MastodonStatus, type StatusOptions, type StoredStatus, toStatus } from './status.js'
import { createTimeline } from './timeline.js'
import {
  type AccountRecord,
  count,
  countStatus,
  findAccount,
  findStatus,
  type MastodonProfile,
  type ServerRecord,
  type World,
} from './world.js'

/**
 * Somebody on a simulated server. Each write takes a millisecond of virtual time, and its effect can be seen at once on
 * all servers.
 */
export interface MastodonAccount {
  /** The address by which all servers know it. */
  readonly uri: string
  /** With its server: `ada@fedi.test`. */
  readonly handle: string
  /** Its page. */
  readonly url: string
  post(text: string, options?: StatusOptions): MastodonStatus
  /** Writes another version of a status. @throws Error when there is no such status of this account */
  edit(status: MastodonStatus, text: string): MastodonStatus
  /** Removes a status or a boost of this account. @throws Error when there is none */
  delete(status: MastodonStatus): void
  /** Passes a status on. */
  boost(status: MastodonStatus): MastodonStatus
  favourite(status: MastodonStatus): void
  unfavourite(status: MastodonStatus): void
  follow(account: MastodonAccount): void
  /** Adds many statuses with made-up texts and counts. They take no memory: each is made when it is asked for. */
  generate(count: number, options?: GenerateOptions): GeneratedRange<MastodonStatus>
  update(profile: MastodonProfile): void
  /** What the moderation of its server does. */
  suspend(): void
  /** Ends a suspension. */
  reinstate(): void
  /** For ever. */
  close(): void
}

export interface AccountOptions {
  readonly server: ServerRecord
  readonly username: string
  readonly profile: MastodonProfile
}

export function createAccount(world: World, { server, username, profile }: AccountOptions): MastodonAccount {
  if (!/^\w+(?:[\w.-]*\w)?$/.test(username)) throw new TypeError(`Not a username: ${username}.`)
  const { host, origin } = server
  const createdAt = world.clock.now()
  let id = snowflakeOf(createdAt, seedOf(world.seed, `${username}@${host}`))
  while (server.accountsById.has(id)) id = String(BigInt(id) + 1n)
  const account: AccountRecord = {
    host,
    origin,
    id,
    username,
    uri: `${origin}/ap/users/${id}`,
    url: `${origin}/@${username}`,
    profile,
    state: 'active',
    createdAt,
    timeline: createTimeline(),
    followers: new Set(),
    follows: new Set(),
  }
  server.accounts.set(username.toLowerCase(), account)
  server.accountsById.set(id, account)
  const { timeline } = account
  // By the address of the status.
  const boosts = new Map<string, MastodonStatus>()
  const favourites = new Set<string>()

  /** A free id and the moment it stands for; the clock moves on unless the moment is given. */
  function nextId(at?: number): { id: string; at: number } {
    if (at === undefined) void world.clock.advance(1)
    const time = Math.floor(at ?? world.clock.now())
    if (!(time >= 0 && time <= world.clock.now())) throw new RangeError('A status is written now or in the past.')
    for (let step = seedOf(world.seed, account.uri); ; step += 1) {
      const free = snowflakeOf(time, step)
      if (!timeline.has(free)) return { id: free, at: time }
    }
  }

  function own({ uri }: MastodonStatus): StoredStatus {
    const found = findStatus(world, uri)
    if (found?.account !== account) throw new Error(`There is no ${uri} of ${username}@${host}.`)
    return found.status
  }

  function write(status: StoredStatus): MastodonStatus {
    timeline.put(status)
    countStatus(world, status, 1)
    return toStatus(status)
  }

  return {
    uri: account.uri,
    handle: `${username}@${host}`,
    url: account.url,
    post(text, options = {}) {
      const { replyTo, quote, images = [], contentWarning = '', visibility = 'public', language = 'en' } = options
      const { id: statusId, at } = nextId(options.at)
      return write({
        ...addressesOf(account, statusId),
        owner: account.uri,
        ...{ text, contentWarning, visibility, language, images },
        createdAt: at,
        editedAt: null,
        replyTo: replyTo?.uri ?? null,
        quoteOf: quote?.uri ?? null,
        boostOf: null,
      })
    },
    edit(status, text) {
      const before = own(status)
      const { at } = nextId()
      const after = { ...before, text, editedAt: at }
      timeline.put(after)
      return toStatus(after)
    },
    delete(status) {
      const gone = own(status)
      nextId()
      timeline.remove(gone.id)
      countStatus(world, gone, -1)
      if (gone.boostOf !== null) boosts.delete(gone.boostOf)
    },
    boost(status) {
      const known = boosts.get(status.uri)
      if (known) return known
      const { id: statusId, at } = nextId()
      const boost = write({
        ...addressesOf(account, statusId, true),
        owner: account.uri,
        ...{ text: '', contentWarning: '', visibility: 'public', language: null, images: [] },
        createdAt: at,
        editedAt: null,
        replyTo: null,
        quoteOf: null,
        boostOf: status.uri,
      })
      boosts.set(status.uri, boost)
      return boost
    },
    favourite({ uri }) {
      if (!favourites.has(uri)) count(world, uri, { favourites: 1 })
      favourites.add(uri)
    },
    unfavourite({ uri }) {
      if (favourites.delete(uri)) count(world, uri, { favourites: -1 })
    },
    follow(other) {
      account.follows.add(other.uri)
      findAccount(world, other.uri)?.followers.add(account.uri)
    },
    generate(amount, options = {}) {
      const seed = seedOf(world.seed, `${account.uri}/${timeline.blocks}`)
      const spread = spreadOf(amount, options, world.clock.now())
      const block = createGeneratedStatuses({ account, seed, count: amount, ...spread })
      timeline.generate(block)
      return rangeOf(amount, (index) => toStatus(block.make(index)))
    },
    update(changes) {
      account.profile = { ...account.profile, ...changes }
    },
    suspend: () => setState(account, 'suspended'),
    reinstate: () => setState(account, 'active'),
    close() {
      setState(account, 'deleted')
      server.accounts.delete(username.toLowerCase())
    },
  }
}

function setState(account: AccountRecord, state: AccountRecord['state']): void {
  if (account.state === 'deleted') throw new Error(`The account ${account.username}@${account.host} is closed.`)
  account.state = state
}
