import { SociusError } from '../../kernel/index.js'
import { type Gate, gate } from '../gate.js'
import type { GateContext } from './gate-context.js'
import { closedFor, failuresToOpen } from './gate-rules.js'

const second = 1000
/** The one call that tries a circuit has so long to come back. */
const probeTime = 60 * second

/** Why a call may not be made now. */
export interface Refusal {
  /** Milliseconds; 0 when it is worth asking again at once. */
  readonly wait: number
  readonly code: 'provider_rate_limited' | 'provider_unavailable' | 'provider_unauthorized'
}

/** Lets one call try a circuit whose pause is over, and holds the others back until it has come back. */
export async function passCircuit({ store }: GateContext, row: Gate | null, now: number): Promise<Refusal | null> {
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

/** As an error. */
export function refused({ wait, code }: Refusal): SociusError {
  return new SociusError(code, refusals[code], { retryable: code !== 'provider_unauthorized', retryAfter: wait })
}
