import type { Hearers, SociusEvent } from '../kernel/index.js'
import { createStore, type StoreAdapter } from '../store/index.js'
import type { Crowd } from './crowd.js'
import { decideHearers } from './decide-hearers.js'
import type { Listener } from './listener.js'
import { type Frame, frameOf } from './live-event.js'
import type { LoggedEvent } from './log-reader.js'

/** What each listener hears of some events, in order; whoever hears of none is not in it. */
export type Offers = ReadonlyMap<Listener, readonly Frame[]>

/** Decides once for all listeners of a crowd, who must not change meanwhile except by leaving. */
export async function findOffers(
  adapter: StoreAdapter,
  hearersOf: (event: SociusEvent) => Hearers,
  events: readonly LoggedEvent[],
  crowd: Crowd,
): Promise<Offers> {
  const byTenant = Map.groupBy(events, ({ event }) => event.tenant)
  const offers = new Map<Listener, Frame[]>()
  await Promise.all(
    [...byTenant].map(async ([tenant, logged]) => {
      const present = crowd.readersOf(tenant)
      if (!present) return
      const readers = new Set(present)
      const hearers = logged.map(({ event }) => hearersOf(event))
      const circles = await decideHearers(createStore(adapter, tenant), hearers, readers)
      for (const [place, circle] of circles.entries()) {
        const each = logged[place]
        if (!each) continue
        const frame = frameOf(each.place, each.event)
        crowd.forEachIn(tenant, circle, (listener) => {
          if (listener.wants && !listener.wants.has(frame.event.name)) return
          const heard = offers.get(listener)
          if (heard) heard.push(frame)
          else offers.set(listener, [frame])
        })
      }
    }),
  )
  return offers
}
