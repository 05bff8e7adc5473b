import type { RateLimitFacts } from '../../provider/index.js'
import { type GateKeys, gate } from '../gate.js'
import type { GateContext } from './gate-context.js'
import { longestClosed, openGate } from './gate-rules.js'
import type { Held } from './reserve-calls.js'

const second = 1000

/** A reset that is this much later is another one. */
const sameReset = 2 * second

/** Writes down what an answer says of its limit, if that is news. */
export async function learnLimit(
  { store, clock }: GateContext,
  keys: GateKeys,
  own: Held,
  facts: RateLimitFacts,
): Promise<void> {
  const { limit, remaining, resetAt } = facts
  if (remaining === null || (resetAt === null && limit === null)) return
  const now = clock.now()
  const isBelievable = resetAt !== null && resetAt > now && resetAt <= now + longestClosed
  const isLater = isBelievable && (own.resetAt === null || resetAt > own.resetAt + sameReset)
  // A platform may count over a window that slides: each answer then names a later reset. Few of them matter.
  const isNews = own.remaining === null || remaining * 2 < (limit ?? 0) || resetAt === null || now >= (own.resetAt ?? 0)
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
