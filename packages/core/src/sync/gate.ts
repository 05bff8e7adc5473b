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
