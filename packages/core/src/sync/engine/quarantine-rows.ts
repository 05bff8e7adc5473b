import { cleanText, deriveId } from '../../kernel/index.js'
import type { RejectedItem } from '../../provider/index.js'
import type { Quarantined } from '../quarantine.js'

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
