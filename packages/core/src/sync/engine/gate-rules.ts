import type { Gate, GateKeys } from '../gate.js'

/** Their rows, in this order; no third where the call needs no token. */
export function gateIds({ circuit, limit, credential }: GateKeys): string[] {
  return [circuit, limit, ...(credential === null ? [] : [credential])]
}

/** A gate that nothing is known of. */
export function openGate(id: string, source: string, what: string, now: number): Gate {
  const unknown = { limit: null, remaining: null, resetAt: null, period: null }
  return { id, source, what, ...unknown, failures: 0, closedUntil: 0, probeUntil: 0, updatedAt: now }
}

const second = 1000
const minute = 60 * second

/** No gate is believed to be closed for longer: a clock that was wrong, or a platform that errs, must not end a sync. */
export const longestClosed = 24 * 60 * minute

/** Failed calls, one after the other, from which on a source is left alone for a time. */
export const failuresToOpen = 3

/** How long a circuit stays open: half a minute, doubling with every probe that fails, at most ten. */
export function circuitPause(failures: number): number {
  return Math.min(10 * minute, 30 * second * 2 ** Math.min(20, Math.max(0, failures - failuresToOpen)))
}

/** How long to stay away from a limit that says no and not until when: the first refusals are left to the retries. */
export function limitPause(failures: number): number {
  return failures < failuresToOpen
    ? 0
    : Math.min(15 * minute, 15 * second * 2 ** Math.min(20, failures - failuresToOpen))
}

/** Milliseconds until the gate opens; 0 when it is open. */
export function closedFor(row: Pick<Gate, 'closedUntil'> | null | undefined, now: number): number {
  const wait = (row?.closedUntil ?? 0) - now
  return wait > 0 && wait <= longestClosed + minute ? wait : 0
}

/** Milliseconds until a used-up limit is reset; 0 when it has been, or when its reset cannot be believed. */
export function resetIn(row: Pick<Gate, 'resetAt'>, now: number): number {
  const wait = (row.resetAt ?? 0) - now
  return wait > 0 && wait <= longestClosed + minute ? wait : 0
}

/** How many calls a process reserves at once: few enough that others find some, and that little is lost with a process. */
export function blockOf(remaining: number): number {
  return Math.max(1, Math.min(20, Math.floor(remaining / 10)))
}
