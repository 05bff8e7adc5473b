import * as z from 'zod/mini'
import { defineCollection, instant, orNull, type RowOf, reference, text } from '../store/index.js'

/** An item that was set aside because it does not fit: kept by id and reason, so that it can be read again later. */
export const quarantine = defineCollection('quarantine', {
  schema: z.object({
    id: reference(),
    accountId: reference(),
    externalId: orNull(text()),
    reason: text(),
    firstSeenAt: instant(),
    lastSeenAt: instant(),
  }),
  keep: ['firstSeenAt'],
  indexes: [['accountId', 'lastSeenAt', 'id']],
})

export type Quarantined = RowOf<typeof quarantine>
