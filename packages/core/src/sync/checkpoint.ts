import * as z from 'zod/mini'
import { deriveId } from '../kernel/index.js'
import { defineCollection, instant, orNull, type RowOf, reference, text } from '../store/index.js'
import { syncStreams } from './report.js'

/** How far an account's stream has been read. Written in the transaction of the page that it stands for. */
export const checkpoint = defineCollection('checkpoint', {
  schema: z.object({
    /** Derived from the account and the stream. */
    id: reference(),
    accountId: reference(),
    stream: z.enum(syncStreams),
    /** Where the run that is under way goes on; null between runs. */
    cursor: orNull(text()),
    /** Everything up to here has been read by a run that came to its end. */
    since: orNull(instant()),
    /** What `since` becomes when the run that is under way ends: the newest item that it has seen. */
    reached: orNull(instant()),
    /** What the platform gave to tell an unchanged source by: of the last run that ended, and of the one under way. */
    bookmark: orNull(text()),
    nextBookmark: orNull(text()),
    startedAt: orNull(instant()),
    completedAt: orNull(instant()),
    updatedAt: instant(),
  }),
  indexes: [['accountId', 'stream', 'id']],
})

export type Checkpoint = RowOf<typeof checkpoint>

/** The checkpoint of a stream that was never read. */
export function freshCheckpoint(tenant: string, accountId: string, stream: Checkpoint['stream']): Checkpoint {
  return {
    id: deriveId(tenant, 'checkpoint', accountId, stream),
    accountId,
    stream,
    cursor: null,
    since: null,
    reached: null,
    bookmark: null,
    nextBookmark: null,
    startedAt: null,
    completedAt: null,
    updatedAt: 0,
  }
}
