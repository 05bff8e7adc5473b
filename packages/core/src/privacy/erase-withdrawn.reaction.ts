import * as z from 'zod/mini'
import { type Account, account, consentWithdrawn } from '../accounts/index.js'
import { activity, comment, purgeActivities, suppression } from '../activities/index.js'
import { defineEvent } from '../kernel/index.js'
import { type CommandContext, defineReaction } from '../operation/index.js'
import { profile, relatedPeople } from '../people/index.js'
import { maxRows, text } from '../store/index.js'
import { checkpoint, quarantine } from '../sync/index.js'

/** More of what rested on a withdrawn consent is still there. */
export const erasureContinued = defineEvent('erasure.continued', 1, () =>
  z.object({ consentId: text(), personId: text() }),
)

/** All that rested on a consent is gone. */
export const erasureCompleted = defineEvent(
  'erasure.completed',
  1,
  () => z.object({ consentId: text(), personId: text() }),
  {
    hearers: ({ personId }) => ({ people: [personId] }),
  },
)

/** Rows that one transaction erases: short enough that nobody waits for it. */
const piece = 500

/** Erases what was read under a consent that is withdrawn: a piece at a time, each announcing the next. */
export const eraseWithdrawn = defineReaction({
  name: 'privacy.erase-withdrawn',
  on: [consentWithdrawn, erasureContinued],
  async run(event, context) {
    const { consentId, personId } = event.payload
    // The person may have been merged since, or parted again: the accounts are with one of those they were one with.
    const personIds = await relatedPeople(context.store, personId)
    const accounts = await context.store.query(account, { where: { personId: { in: personIds } }, limit: maxRows })
    for (const row of accounts.items) {
      if (await erasePiece(context, row, consentId)) continue
      context.emit(erasureContinued, { subject: consentId, payload: event.payload })
      return
    }
    context.emit(erasureCompleted, { subject: consentId, payload: event.payload })
  },
})

/** Erases some of what an account's reading has left under the consent; returns whether nothing is left. */
async function erasePiece(context: CommandContext, row: Account, consentId: string): Promise<boolean> {
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
