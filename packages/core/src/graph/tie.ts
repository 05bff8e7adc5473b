import * as z from 'zod/mini'
import { deriveId } from '../kernel/index.js'
import type { ReadStore } from '../operation/index.js'
import { defineCollection, instant, maxBatch, type RowOf, reference, select } from '../store/index.js'

/**
 * `connection` is mutual and stands as two rows, one from each side; `block` goes one way and has `blocked` as its
 * shadow from the other side. Each person's ties can thus be read by `fromId` alone. A `mute` goes one way and has no
 * shadow: it is nobody's business but the one's who mutes.
 */
const tieKinds = ['connection', 'block', 'blocked', 'mute'] as const

/** The kinds that decide what two people see of each other. */
export const standingKinds = ['connection', 'block', 'blocked'] as const

export type StandingKind = (typeof standingKinds)[number]

/** What two people have with so many others is one statement to read. */
export const pairsAtOnce = Math.floor(maxBatch / (2 * standingKinds.length))

/** A connection is asked for, then accepted, declined or withdrawn; a block or a mute is `active` while it lasts. */
const tieStatuses = ['pending', 'accepted', 'declined', 'withdrawn', 'active'] as const

/** One person's side of a relation to another. */
export const tie = defineCollection('tie', {
  schema: z.object({
    /** Derived from kind and both people. */
    id: reference(),
    kind: z.enum(tieKinds),
    fromId: reference(),
    toId: reference(),
    status: z.enum(tieStatuses),
    /** Who asked, of a connection; who blocks or mutes. */
    initiatedBy: reference(),
    requestedAt: instant(),
    updatedAt: instant(),
  }),
  indexes: [
    ['fromId', 'kind', 'status', 'toId'],
    ['fromId', 'kind', 'status', 'updatedAt', 'id'],
    ['toId', 'kind', 'id'],
  ],
})

export type Tie = RowOf<typeof tie>

export function tieIdOf(tenant: string, kind: Tie['kind'], fromId: string, toId: string): string {
  return deriveId(tenant, 'tie', kind, fromId, toId)
}

/** The ids of the people whom a person is connected to, as a sub-select. */
export function connectionsOf(personId: string) {
  return select(tie, 'toId', { fromId: personId, kind: 'connection', status: 'accepted' })
}

/** The ids of the people whom a person blocks or is blocked by, as a sub-select. */
export function barredFrom(personId: string) {
  return select(tie, 'toId', { fromId: personId, kind: { in: ['block', 'blocked'] }, status: 'active' })
}

/** The ids of the people whose doings a person's feeds leave out: those of {@link barredFrom}, and whom the person mutes. */
export function notShownTo(personId: string) {
  return select(tie, 'toId', {
    fromId: personId,
    kind: { in: ['block', 'blocked', 'mute'] },
    status: 'active',
  })
}

/** Those of these people whom a person is connected to. One statement. */
export async function connectedAmong(
  store: ReadStore,
  tenant: string,
  personId: string,
  otherIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await store.get(
    tie,
    otherIds.map((otherId) => tieIdOf(tenant, 'connection', personId, otherId)),
  )
  return new Set(rows.flatMap((row) => (row?.status === 'accepted' ? [row.toId] : [])))
}

/** How two people stand to each other: what decides whether one sees what the other publishes. */
export async function standing(
  store: ReadStore,
  tenant: string,
  fromId: string,
  toId: string,
): Promise<{ connected: boolean; barred: boolean }> {
  const rows = await store.get(
    tie,
    standingKinds.map((kind) => tieIdOf(tenant, kind, fromId, toId)),
  )
  return {
    connected: rows.some((row) => row?.kind === 'connection' && row.status === 'accepted'),
    barred: rows.some((row) => row?.kind !== 'connection' && row?.status === 'active'),
  }
}
