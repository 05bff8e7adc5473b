import type { Account } from '../accounts/index.js'
import { activity, comment, purgeActivities, suppression } from '../activities/index.js'
import type { CommandContext } from '../operation/index.js'
import { profile } from '../people/index.js'
import { maxRows } from '../store/index.js'
import { checkpoint, quarantine } from '../sync/index.js'

/** Rows that one transaction erases: short enough that nobody waits for it. */
const piece = 500

/** Erases some of what an account's reading has left under the consent; returns whether nothing is left. */
export async function erasePiece(context: CommandContext, row: Account, consentId: string): Promise<boolean> {
  const { store } = context
  const accountId = row.id
  const isResting = row.consentId === consentId
  const rows = await store.query(activity, { where: { accountId, consentId }, limit: piece })
  if (rows.items.length > 0) {
    await purgeActivities(context, rows.items)
    await store.remove(suppression, { where: { id: { in: rows.items.map(({ id }) => id) } }, limit: maxRows })
  }
  if (rows.items.length > 0 || isResting) {
    // Should another consent cover the account, its past is read again, not only what is new.
    await store.remove(checkpoint, { where: { accountId }, limit: maxRows })
  }
  if (rows.next !== null) return false
  if (!isResting) return true
  const comments = await store.remove(comment, { where: { accountId }, limit: piece })
  const setAside = await store.remove(quarantine, { where: { accountId }, limit: piece })
  if (comments === piece || setAside === piece) return false
  await store.remove(profile, { where: { id: accountId }, limit: 1 })
  return true
}
