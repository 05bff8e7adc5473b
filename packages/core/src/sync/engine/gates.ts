import { throwIfAborted } from '../../kernel/index.js'
import type { RateLimitFacts } from '../../provider/index.js'
import type { Store } from '../../store/index.js'
import { type GateKeys, gate } from '../gate.js'
import type { SyncSettings } from '../sync-settings.js'
import type { GateContext } from './gate-context.js'
import { circuitPause, closedFor, failuresToOpen, gateIds, limitPause, longestClosed, openGate } from './gate-rules.js'
import { learnLimit } from './learn-limit.js'
import { passCircuit, type Refusal, refused } from './pass-circuit.js'
import { type Held, publishedGate, reserve } from './reserve-calls.js'

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

const second = 1000

/** Over so many milliseconds those are spread who have waited for the same moment. */
const together = 250
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
    const [circuit, limit, credential] = await context.store.get(gate, gateIds(keys))
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
        const set = { failures: 0, closedUntil: 0, probeUntil: 0, updatedAt: context.clock.now() }
        await context.store.update(gate, { where: { id: { in: gateIds(keys) }, failures: { gt: 0 } }, set })
        own.ailing = false
        closed = { ...closed, at: Number.NEGATIVE_INFINITY }
      }
      if (rateLimit) await learnLimit(context, keys, own, rateLimit)
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

const made = new WeakMap<SyncSettings, Gates>()

/** The gates of all that is read with these settings in this process. */
export function gatesOf(settings: SyncSettings): Gates {
  const gates = made.get(settings) ?? createGates()
  made.set(settings, gates)
  return gates
}
