import { type Clock, SociusError, throwIfAborted } from '../kernel/index.js'
import type { RateLimitFacts } from '../provider/index.js'
import type { Store } from '../store/index.js'
import {
  blockOf,
  circuitPause,
  closedFor,
  failuresToOpen,
  type Gate,
  type GateKeys,
  gate,
  limitPause,
  longestClosed,
  openGate,
  resetIn,
} from './gate.js'

/** What a call at the gates works with. */
export interface GateContext {
  /** Rows of no tenant. */
  readonly store: Store
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
}

/** One process's side of the gates: it reserves calls in blocks, so that most calls ask the store nothing. */
export interface Gates {
  /**
   * Waits for leave to make one call.
   * @param longest Milliseconds. A longer wait is not begun.
   * @throws `provider_rate_limited` or `provider_unavailable`, retryable, with `retryAfter`, when it would be longer.
   */
  enter(context: GateContext, keys: GateKeys, longest: number): Promise<void>
  /** Tells of a call that was answered. */
  answered(
    context: GateContext,
    keys: GateKeys,
    answer: { calls: number; rateLimit: RateLimitFacts | null },
  ): Promise<void>
  /** Tells of a refusal for a limit: everybody stays away from it for as long as the platform says. */
  limited(context: GateContext, keys: GateKeys, retryAfter: number | undefined): Promise<void>
  /** Tells of a call that found no answer, however often it was repeated. */
  failed(context: GateContext, keys: GateKeys): Promise<void>
  /** Tells of a token that the platform does not take any more. */
  unauthorized(context: GateContext, keys: GateKeys): Promise<void>
  /** The sources that nobody calls now. */
  closedSources(store: Store, now: number): Promise<readonly string[]>
}

/** What this process holds of one limit. */
interface Held {
  tokens: number
  /** When the tokens are worth nothing any more. */
  until: number
  /** When the gates of its calls were last looked at. */
  seenAt: number
  /** What the store said last. */
  remaining: number | null
  resetAt: number | null
  /** Milliseconds from one reset to the next, as far as is known. */
  period: number | null
  /** Whether the limit's or the source's failures have to be cleared by the next answer. */
  ailing: boolean
}

const second = 1000

/** Calls that are made on one look at the gates, at most for a second. */
const looksApart = 20
/** A reset that is this much later is another one. */
const sameReset = 2 * second
/** Over so many milliseconds those are spread who have waited for the same moment. */
const together = 250
/** The one call that tries a circuit has so long to come back. */
const probeTime = 60 * second
const heldAtMost = 10_000
/** The most gates that are named to a queue. */
const closedNamed = 100

export function createGates(): Gates {
  const held = new Map<string, Held>()
  let closed: { at: number; sources: readonly string[] } = { at: Number.NEGATIVE_INFINITY, sources: [] }

  function heldOf(id: string): Held {
    const known = held.get(id)
    if (known) return known
    // One for each server and reader: a host of many feeds has thousands. What is forgotten is looked up again.
    if (held.size >= heldAtMost) held.clear()
    const fresh: Held = { tokens: 0, until: 0, seenAt: 0, remaining: null, resetAt: null, period: null, ailing: false }
    held.set(id, fresh)
    return fresh
  }

  /** Milliseconds to wait, and for what; null when the call may be made. */
  async function tryEnter(context: GateContext, keys: GateKeys): Promise<Refusal | null> {
    const now = context.clock.now()
    const own = heldOf(keys.limit)
    const isFresh = now >= own.seenAt && now - own.seenAt < second
    if (own.tokens > 0 && now < own.until && isFresh) {
      own.tokens -= 1
      return null
    }
    const ids = [keys.circuit, keys.limit, ...(keys.credential === null ? [] : [keys.credential])]
    const [circuit, limit, credential] = await context.store.get(gate, ids)
    const rejected = closedFor(credential, now)
    if (rejected > 0) return { wait: rejected, code: 'provider_unauthorized' }
    const refusal = await passCircuit(context, circuit ?? null, now)
    if (refusal) return refusal
    own.ailing = (circuit?.failures ?? 0) > 0 || (limit?.failures ?? 0) > 0
    own.seenAt = now
    const wait = closedFor(limit, now)
    if (wait > 0) return { wait, code: 'provider_rate_limited' }
    if (own.tokens > 0 && now < own.until) {
      own.tokens -= 1
      return null
    }
    return reserve(context, keys, limit ?? (await publishedGate(context, keys, now)), own)
  }

  async function publishedGate({ store }: GateContext, keys: GateKeys, now: number): Promise<Gate | null> {
    const { published, limit: id, source, reader } = keys
    if (!published) return null
    const { calls, per } = published
    const row = {
      ...openGate(id, source, reader, now),
      limit: calls,
      remaining: calls,
      resetAt: now + windowOf(per),
      period: per,
    }
    await store.insert(gate, [row])
    const [stored] = await store.get(gate, [id])
    return stored ?? row
  }

  /** Takes some of what is left, in one conditional statement: of two processes neither takes what the other has. */
  async function reserve(context: GateContext, keys: GateKeys, row: Gate | null, own: Held): Promise<Refusal | null> {
    const { store, clock } = context
    const now = clock.now()
    if (row?.remaining === null || row?.limit === null || !row) {
      Object.assign(own, { tokens: looksApart - 1, until: now + second, remaining: null, resetAt: null })
      return null
    }
    const { id, limit, period } = row
    const untilReset = resetIn(row, now)
    if (untilReset === 0) {
      // The time is up: whoever is first begins the next one. Where its length is unknown, the next answer tells.
      const resetAt = period === null ? null : now + windowOf(period)
      await store.update(gate, {
        where: { id, resetAt: row.resetAt },
        set: { remaining: limit, resetAt, updatedAt: now },
      })
      if (resetAt === null) {
        Object.assign(own, { tokens: looksApart - 1, until: now + second, remaining: limit, resetAt })
        return null
      }
      const [renewed] = await store.get(gate, [keys.limit])
      if (renewed && resetIn(renewed, now) > 0) return reserve(context, keys, renewed, own)
    }
    if (row.remaining <= 0) return { wait: untilReset, code: 'provider_rate_limited' }
    const block = blockOf(row.remaining)
    const where = { id, resetAt: row.resetAt, remaining: { gte: block } }
    const taken = await store.update(gate, { where, add: { remaining: -block } })
    if (taken === 0) return { wait: 0, code: 'provider_rate_limited' }
    Object.assign(own, {
      tokens: block - 1,
      until: row.resetAt ?? now + second,
      remaining: row.remaining - block,
      resetAt: row.resetAt,
    })
    return null
  }

  async function learn({ store, clock }: GateContext, keys: GateKeys, facts: RateLimitFacts): Promise<void> {
    const { limit, remaining, resetAt } = facts
    if (remaining === null || (resetAt === null && limit === null)) return
    const now = clock.now()
    const own = heldOf(keys.limit)
    const isBelievable = resetAt !== null && resetAt > now && resetAt <= now + longestClosed
    const isLater = isBelievable && (own.resetAt === null || resetAt > own.resetAt + sameReset)
    // A platform may count over a window that slides: each answer then names a later reset. Few of them matter.
    const isNews =
      own.remaining === null || remaining * 2 < (limit ?? 0) || resetAt === null || now >= (own.resetAt ?? 0)
    if (isLater && isNews) {
      const row = openGate(keys.limit, keys.source, keys.reader, now)
      await store.insert(gate, [row])
      // The first answer comes in the middle of a period: one that is taken for too short would be begun again and again.
      const period = Math.max(resetAt - now, own.period ?? keys.published?.per ?? second)
      const learnt = { limit: limit ?? remaining, remaining, resetAt, period, updatedAt: now }
      const older = [{ resetAt: null }, { resetAt: { lt: resetAt - sameReset } }]
      await store.update(gate, { where: { id: keys.limit, or: older }, set: learnt })
      Object.assign(own, { tokens: 0, remaining, resetAt, period })
      return
    }
    if (own.remaining === null || remaining >= own.remaining) return
    // Somebody else uses the same limit, whom these rows do not know.
    await store.update(gate, {
      where: { id: keys.limit, remaining: { gt: remaining } },
      set: { remaining, updatedAt: now },
    })
    own.remaining = remaining
    own.tokens = Math.min(own.tokens, remaining)
  }

  /** Counts a failure and closes the gate for as long as that many call for. */
  async function close(
    { store, clock }: GateContext,
    at: { id: string; source: string; what: string },
    pause: (failures: number) => number,
  ): Promise<void> {
    const now = clock.now()
    await store.insert(gate, [openGate(at.id, at.source, at.what, now)])
    await store.update(gate, { where: { id: at.id }, set: { updatedAt: now, probeUntil: 0 }, add: { failures: 1 } })
    const [row] = await store.get(gate, [at.id])
    const wait = Math.min(longestClosed, pause(row?.failures ?? 1))
    if (wait <= 0) return
    // Nobody opens it earlier than another process was told.
    const closedUntil = now + Math.ceil(wait)
    const where = {
      id: at.id,
      or: [{ closedUntil: { lt: closedUntil } }, { closedUntil: { gt: now + longestClosed * 2 } }],
    }
    await store.update(gate, { where, set: { closedUntil } })
    closed = { ...closed, at: Number.NEGATIVE_INFINITY }
  }

  return {
    async enter(context, keys, longest) {
      for (;;) {
        throwIfAborted(context.signal)
        const refusal = await tryEnter(context, keys)
        if (!refusal) return
        // A server that is dead is not waited for: whoever would, could read from another meanwhile.
        if (refusal.wait > longest || refusal.code === 'provider_unavailable') throw refused(refusal)
        // Those who wait for the same moment do not all come at it.
        await context.clock.wait(Math.ceil(refusal.wait + context.random() * together), context.signal)
      }
    },

    async answered(context, keys, { calls, rateLimit }) {
      const own = heldOf(keys.limit)
      own.tokens -= Math.max(0, calls - 1)
      if (own.ailing) {
        const ids = [keys.circuit, keys.limit, ...(keys.credential === null ? [] : [keys.credential])]
        const set = { failures: 0, closedUntil: 0, probeUntil: 0, updatedAt: context.clock.now() }
        await context.store.update(gate, { where: { id: { in: ids }, failures: { gt: 0 } }, set })
        own.ailing = false
        closed = { ...closed, at: Number.NEGATIVE_INFINITY }
      }
      if (rateLimit) await learn(context, keys, rateLimit)
    },

    async limited(context, keys, retryAfter) {
      const own = heldOf(keys.limit)
      Object.assign(own, { tokens: 0, seenAt: 0 })
      const at = { id: keys.limit, source: keys.source, what: keys.reader }
      await close(context, at, (failures) => retryAfter ?? limitPause(failures))
      own.ailing = true
    },

    async failed(context, keys) {
      const own = heldOf(keys.limit)
      const at = { id: keys.circuit, source: keys.source, what: 'source' }
      await close(context, at, (failures) => (failures < failuresToOpen ? 0 : circuitPause(failures)))
      Object.assign(own, { ailing: true, seenAt: 0 })
    },

    async unauthorized(context, keys) {
      if (keys.credential === null) return
      const at = { id: keys.credential, source: keys.source, what: 'credential' }
      await close(context, at, () => longestClosed)
      Object.assign(heldOf(keys.limit), { ailing: true, seenAt: 0 })
    },

    async closedSources(store, now) {
      if (now >= closed.at && now - closed.at < second) return closed.sources
      const where = {
        closedUntil: { gt: now, lte: now + longestClosed },
        what: { in: ['source', 'activities'] },
      }
      const rows = await store.query(gate, { where, orderBy: [['closedUntil', 'desc']], limit: closedNamed })
      closed = { at: now, sources: [...new Set(rows.items.map((row) => row.source))] }
      return closed.sources
    },
  }
}

/** The platform's window begins when our first call arrives, and those that left late arrive after its end: ours is longer. */
function windowOf(period: number): number {
  return period + Math.ceil(Math.min(second, Math.max(100, period / 10)))
}

interface Refusal {
  /** Milliseconds; 0 when it is worth asking again at once. */
  readonly wait: number
  readonly code: 'provider_rate_limited' | 'provider_unavailable' | 'provider_unauthorized'
}

/** Lets one call try a circuit whose pause is over, and holds the others back until it has come back. */
async function passCircuit({ store }: GateContext, row: Gate | null, now: number): Promise<Refusal | null> {
  if (!row || row.failures < failuresToOpen) return null
  const wait = closedFor(row, now)
  if (wait > 0) return { wait, code: 'provider_unavailable' }
  const free = [{ probeUntil: { lte: now } }, { probeUntil: { gt: now + probeTime } }]
  const set = { probeUntil: now + probeTime }
  const isProbe = (await store.update(gate, { where: { id: row.id, or: free }, set })) === 1
  return isProbe
    ? null
    : { wait: Math.max(second, Math.min(probeTime, row.probeUntil - now)), code: 'provider_unavailable' }
}

const refusals = {
  provider_rate_limited: 'The platform allows no more calls for now.',
  provider_unavailable: 'The platform has not answered lately; it is left alone for a while.',
  provider_unauthorized: 'The platform does not take the token of this account any more.',
}

function refused({ wait, code }: Refusal): SociusError {
  return new SociusError(code, refusals[code], { retryable: code !== 'provider_unauthorized', retryAfter: wait })
}
