import type { Hearers, SociusEvent } from '../kernel/index.js'
import { createStore, type StoreAdapter } from '../store/index.js'
import type { Crowd } from './crowd.js'
import { decideHearers } from './decide-hearers.js'
import type { Listener } from './listener.js'
import { type Frame, frameOf } from './live-event.js'
import type { LoggedEvent } from './log-reader.js'

/** What each listener hears of some events, in order; whoever hears of none is not in it. */
export type Offers = ReadonlyMap<Listener, readonly Frame[]>

/** What has been heard so far: listeners who hear the same share it, so that it is listed, and packed, once. */
interface Heard {
  readonly before: Heard | null
  /** Null where nothing has been heard. */
  readonly frame: Frame | null
  /** What it grew into last. */
  grown: Heard | null
  listed: readonly Frame[] | null
}

/** Decides once for all listeners of a crowd, who must not change meanwhile except by leaving. */
export async function findOffers(
  adapter: StoreAdapter,
  hearersOf: (event: SociusEvent) => Hearers,
  events: readonly LoggedEvent[],
  crowd: Crowd,
): Promise<Offers> {
  const byTenant = Map.groupBy(events, ({ event }) => event.tenant)
  const offers = new Map<Listener, Heard>()
  const nothing: Heard = { before: null, frame: null, grown: null, listed: null }
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
          offers.set(listener, append(offers.get(listener) ?? nothing, frame))
        })
      }
    }),
  )
  return new Map([...offers].map(([listener, heard]) => [listener, list(heard)]))
}

function append(before: Heard, frame: Frame): Heard {
  if (before.grown?.frame === frame) return before.grown
  const grown: Heard = { before, frame, grown: null, listed: null }
  before.grown = grown
  return grown
}

function list(heard: Heard): readonly Frame[] {
  if (heard.listed) return heard.listed
  const frames: Frame[] = []
  for (let each: Heard | null = heard; each?.frame; each = each.before) frames.push(each.frame)
  heard.listed = frames.reverse()
  return heard.listed
}
