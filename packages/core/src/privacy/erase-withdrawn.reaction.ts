import * as z from 'zod/mini'
import { account, consentWithdrawn } from '../accounts/index.js'
import { defineEvent } from '../kernel/index.js'
import { defineReaction } from '../operation/index.js'
import { relatedPeople } from '../people/index.js'
import { maxRows, text } from '../store/index.js'

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

/** Erases what was read under a consent that is withdrawn: a piece at a time, each announcing the next. */
export const eraseWithdrawn = defineReaction({
  name: 'privacy.erase-withdrawn',
  on: [consentWithdrawn, erasureContinued],
  async run(event, context) {
    const { consentId, personId } = event.payload
    // The person may have been merged since, or parted again: the accounts are with one of those they were one with.
    const personIds = await relatedPeople(context.store, personId)
    const accounts = await context.store.query(account, { where: { personId: { in: personIds } }, limit: maxRows })
    const { erasePiece } = await import('./erase-piece.js')
    for (const row of accounts.items) {
      if (await erasePiece(context, row, consentId)) continue
      context.emit(erasureContinued, { subject: consentId, payload: event.payload })
      return
    }
    context.emit(erasureCompleted, { subject: consentId, payload: event.payload })
  },
})
