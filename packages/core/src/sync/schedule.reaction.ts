import { account, accountDisconnected, accountLinked } from '../accounts/index.js'
import { defineReaction } from '../operation/index.js'
import { gate, gateKeys } from './gate.js'
import { freshSchedule, schedule, sourceOf } from './schedule.js'

/** Puts accounts that were linked into the queue, and takes those out that nobody wants read any more. */
export const keepSchedule = defineReaction({
  name: 'sync.keep-schedule',
  on: [accountLinked, accountDisconnected],
  async runAll(events, context) {
    const { store, shared, actor, clock } = context
    const now = clock.now()
    // What holds is what their rows say by now: an event may be an old one.
    const rows = (
      await store.get(
        account,
        events.map(({ payload }) => payload.accountId),
      )
    ).filter((row) => row !== null)
    const wanted = rows.filter((row) => row.state !== 'disconnected')
    const unwanted = rows.filter((row) => row.state === 'disconnected').map(({ id }) => id)
    const fresh = wanted.map((row) => freshSchedule(actor.tenant, row, context.provider(row.platform), now))
    const made = await shared.insert(schedule, fresh)
    const known = fresh.map(({ id }) => id).filter((id) => !made.includes(id))
    const due = { activitiesAt: now, profileAt: now, failures: 0 }
    await shared.update(schedule, { where: { id: { in: known } }, set: due })
    // One that was asked for meanwhile stays ahead.
    await shared.update(schedule, { where: { id: { in: known }, dueAt: { gt: now } }, set: { dueAt: now } })
    await shared.remove(schedule, { where: { id: { in: unwanted } }, limit: Math.max(1, unwanted.length) })
    // A new token: what the platform said of the old one does not hold.
    const credentials = wanted.flatMap((row) => {
      const source = sourceOf(context.provider(row.platform), row)
      return gateKeys({ source, reader: 'activities', credentialOf: row.id, published: null }).credential ?? []
    })
    await shared.update(gate, { where: { id: { in: credentials } }, set: { closedUntil: 0, failures: 0 } })
  },
})
