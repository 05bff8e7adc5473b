import * as z from 'zod/mini'
import { defineCollection, instant, integer, orNull, type RowOf, reference, text } from '../store/index.js'

const announcedSchema = z.object({ name: text(), version: integer(), subject: text(), payload: z.unknown() })

/**
 * The outbox: one entry for each transaction that announced something, written in that transaction. A page of a sync
 * thus costs one row, however many activities it created.
 */
export const outbox = defineCollection('outbox', {
  schema: z.object({
    id: reference(),
    /** Assigned by the store: entries about one subject get rising numbers, since they wait for each other's locks. */
    seq: integer(),
    /**
     * Null until the dispatcher has seen the entry committed. A number that a store assigns can become visible after a
     * larger one; batches are numbered in the order in which entries were seen, so no reader can pass one by.
     */
    batch: orNull(integer()),
    at: instant(),
    actorId: text(),
    events: z.array(announcedSchema),
  }),
  sequence: 'seq',
  acrossTenants: [['batch', 'seq']],
})

/** An outbox entry as machinery reads it, across tenants. */
export type OutboxEntry = RowOf<typeof outbox> & { readonly tenant: string }

/** How far each reaction has come; and, as `sequencer`, the number of the last batch. */
export const position = defineCollection('position', {
  schema: z.object({
    id: reference(),
    batch: integer(),
    seq: integer(),
    /** Deliveries of the next entry that failed, one after the other. */
    failures: integer(),
    lastError: orNull(text()),
    /** Before this the next entry is not tried again. */
    retryAt: instant(),
  }),
})

export type Position = RowOf<typeof position>

/** Rows of machinery that serves all tenants stand in a tenant of their own, which no actor can have. */
export const machineryTenant = '*'
