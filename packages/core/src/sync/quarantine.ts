import * as z from 'zod/mini'
import { cleanText, deriveId } from '../kernel/index.js'
import type { RejectedItem } from '../provider/index.js'
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

const longestReason = 500
const longestId = 2000

/** The rows of items that were set aside. An item without an id is told by its reason: it is the same one each time. */
export function quarantineRows(
  tenant: string,
  accountId: string,
  rejected: readonly RejectedItem[],
  now: number,
): Quarantined[] {
  return rejected.map(({ externalId, reason }) => ({
    id: deriveId(tenant, 'quarantine', accountId, externalId ?? '', externalId === null ? reason : ''),
    accountId,
    externalId: externalId === null ? null : cleanText(externalId, longestId),
    reason: cleanText(reason, longestReason),
    firstSeenAt: now,
    lastSeenAt: now,
  }))
}
