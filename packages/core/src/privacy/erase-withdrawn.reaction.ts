import * as z from 'zod'
import { account, consentWithdrawn } from '../accounts/index.js'
import { activity, comment, purgeActivities, suppression } from '../activities/index.js'
import { defineEvent } from '../kernel/index.js'
import { defineReaction } from '../operation/index.js'
import { profile } from '../people/index.js'
import { maxRows, text } from '../store/index.js'

/** More of what rested on a withdrawn consent is still there. */
export const erasureContinued = defineEvent('erasure.continued', 1, z.object({ consentId: text(), personId: text() }))

/** All that rested on a consent is gone. */
export const erasureCompleted = defineEvent('erasure.completed', 1, z.object({ consentId: text(), personId: text() }))

/** Rows that one transaction erases: short enough that nobody waits for it. */
const piece = 500

/** Erases what was read under a consent that is withdrawn: a piece at a time, each announcing the next. */
export const eraseWithdrawn = defineReaction({
  name: 'privacy.erase-withdrawn',
  on: [consentWithdrawn, erasureContinued],
  async run(event, context) {
    const { consentId, personId } = event.payload
    const { store } = context
    const accounts = await store.query(account, { where: { personId }, limit: maxRows })
    for (const { id: accountId } of accounts.items) {
      const rows = await store.query(activity, { where: { accountId, consentId }, limit: piece })
      await purgeActivities(context, rows.items)
      await store.remove(suppression, { where: { id: { in: rows.items.map(({ id }) => id) } }, limit: maxRows })
      if (rows.next !== null) {
        context.emit(erasureContinued, { subject: consentId, payload: event.payload })
        return
      }
    }
    for (const row of accounts.items.filter((candidate) => candidate.consentId === consentId)) {
      await store.remove(comment, { where: { accountId: row.id }, limit: maxRows })
      await store.remove(profile, { where: { id: row.id }, limit: 1 })
    }
    context.emit(erasureCompleted, { subject: consentId, payload: event.payload })
  },
})
