import * as z from 'zod/mini'
import { deriveId } from '../kernel/index.js'
import type { ReaderName } from '../provider/index.js'
import { defineCollection, instant, integer, orNull, type RowOf, reference } from '../store/index.js'

/**
 * What stands between us and a platform: what is left of a rate limit, and whether a circuit is open. Learnt from answers,
 * and kept here so that all processes share it. It belongs to no tenant: the platform counts our calls, not theirs.
 */
export const gate = defineCollection('gate', {
  schema: z.object({
    /** Derived from what it stands for: see {@link gateKeys}. */
    id: reference(),
    source: reference(),
    /** `source`: the circuit of a server. `credential`: that of one account's token. Else the limit of a reader. */
    what: reference(),
    limit: orNull(integer()),
    /** What may still be reserved until the reset; processes reserve some calls at a time. */
    remaining: orNull(integer()),
    resetAt: orNull(instant()),
    /** Milliseconds from one reset to the next, as far as is known. */
    period: orNull(integer()),
    /** Failures, one after the other. */
    failures: integer(),
    /** Nobody calls before this. */
    closedUntil: instant(),
    /** After that, whoever moves this on makes the one call that shows whether it goes again. */
    probeUntil: instant(),
    updatedAt: instant(),
  }),
  indexes: [['closedUntil', 'id']],
})

export type Gate = RowOf<typeof gate>

/** The gates that one call passes. */
export interface GateKeys {
  readonly source: string
  readonly reader: ReaderName
  readonly circuit: string
  readonly limit: string
  /** Null where the call needs no token of the member's own. */
  readonly credential: string | null
  /** What the platform publishes of the reader's limit. */
  readonly published: { readonly calls: number; readonly per: number } | null
}

export function gateKeys(options: {
  source: string
  reader: ReaderName
  /** The account whose token is used. */
  credentialOf: string | null
  published: GateKeys['published']
}): GateKeys {
  const { source, reader, credentialOf, published } = options
  return {
    source,
    reader,
    published,
    circuit: deriveId('gate', source, 'source'),
    // A member's own token has a limit of its own.
    limit: deriveId('gate', source, reader, credentialOf ?? ''),
    credential: credentialOf === null ? null : deriveId('gate', source, 'credential', credentialOf),
  }
}

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
