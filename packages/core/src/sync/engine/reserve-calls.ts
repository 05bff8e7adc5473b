import { type Gate, type GateKeys, gate } from '../gate.js'
import type { GateContext } from './gate-context.js'
import { blockOf, openGate, resetIn } from './gate-rules.js'
import type { Refusal } from './pass-circuit.js'

/** What this process holds of one limit. */
export interface Held {
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

/** Takes some of what is left, in one conditional statement: of two processes neither takes what the other has. */
export async function reserve(
  context: GateContext,
  keys: GateKeys,
  row: Gate | null,
  own: Held,
): Promise<Refusal | null> {
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

/** The row of a limit that the platform publishes, made at the first call. */
export async function publishedGate({ store }: GateContext, keys: GateKeys, now: number): Promise<Gate | null> {
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

/** The platform's window begins when our first call arrives, and those that left late arrive after its end: ours is longer. */
function windowOf(period: number): number {
  return period + Math.ceil(Math.min(second, Math.max(100, period / 10)))
}
