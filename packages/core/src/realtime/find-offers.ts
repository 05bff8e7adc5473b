import type { Hearers, SociusEvent } from '../kernel/index.js'
import { createStore, type StoreAdapter } from '../store/index.js'
import { type Batch, batchOf } from './batch.js'
import type { Cohort, Crowd } from './crowd.js'
import { type Circle, decideHearers, everybody } from './decide-hearers.js'
import type { Listener } from './listener.js'
import { type Frame, frameOf } from './live-event.js'
import type { LoggedEvent } from './log-reader.js'

/** What each listener of a crowd hears of some events. */
export interface Offers {
  of(listener: Listener): Batch
  /** Calls back for each who hears of any. */
  forEach(take: (listener: Listener, batch: Batch) => void): void
}

/** What has been heard so far: listeners who hear the same share it, so that it is listed, and packed, once. */
interface Heard {
  readonly before: Heard | null
  /** Null where nothing has been heard. */
  readonly frame: Frame | null
  /** What it grew into last. */
  grown: Heard | null
  batch: Batch | null
}

/** What a cohort hears. */
interface Offer {
  readonly cohort: Cohort
  common: Heard
  /** What they hear whom an event has told from the rest. */
  readonly own: Map<Listener, Heard>
}

/** Decides once for all listeners of a crowd, who must not change meanwhile except by leaving. */
export async function findOffers(
  adapter: StoreAdapter,
  hearersOf: (event: SociusEvent) => Hearers,
  events: readonly LoggedEvent[],
  crowd: Crowd,
): Promise<Offers> {
  const offers = new Map<Cohort, Offer>()
  const nothing: Heard = { before: null, frame: null, grown: null, batch: null }
  await Promise.all(
    [...Map.groupBy(events, ({ event }) => event.tenant)].map(async ([tenant, logged]) => {
      const cohorts = [...crowd.cohortsOf(tenant)]
      if (cohorts.length === 0) return
      const hearers = logged.map(({ event }) => hearersOf(event))
      const circles = await decideHearers(createStore(adapter, tenant), hearers, crowd.readersOf(tenant))
      const frames = logged.map(({ place, event }) => frameOf(place, event))
      for (const cohort of cohorts) {
        const offer: Offer = { cohort, common: nothing, own: new Map() }
        for (const [place, frame] of frames.entries()) {
          const circle = cohort.actsForEverybody ? everybody : circles[place]
          if (circle && (cohort.wants?.has(frame.event.name) ?? true)) extend(offer, circle, frame)
        }
        offers.set(cohort, offer)
      }
    }),
  )

  return {
    of(listener) {
      const cohort = crowd.cohortOf(listener)
      const offer = cohort && offers.get(cohort)
      return batchIn(offer?.own.get(listener) ?? offer?.common ?? nothing)
    },
    forEach(take) {
      for (const { cohort, common, own } of offers.values()) {
        for (const [listener, heard] of own) if (heard !== nothing) take(listener, batchIn(heard))
        if (common === nothing) continue
        const batch = batchIn(common)
        for (const listener of cohort.listeners) if (own.size === 0 || !own.has(listener)) take(listener, batch)
      }
    },
  }
}

function extend(offer: Offer, { only, except }: Circle, frame: Frame): void {
  const { cohort, common, own } = offer
  const listenersOf = (id: string) => cohort.byPerson.get(id) ?? []
  if (only !== null) {
    for (const id of only) {
      if (except.has(id)) continue
      for (const listener of listenersOf(id)) own.set(listener, append(own.get(listener) ?? common, frame))
    }
    return
  }
  for (const [listener, heard] of own) if (!except.has(listener.actor.id)) own.set(listener, append(heard, frame))
  for (const id of except) {
    for (const listener of listenersOf(id)) own.set(listener, own.get(listener) ?? common)
  }
  offer.common = append(common, frame)
}

function append(before: Heard, frame: Frame): Heard {
  if (before.grown?.frame === frame) return before.grown
  const grown: Heard = { before, frame, grown: null, batch: null }
  before.grown = grown
  return grown
}

function batchIn(heard: Heard): Batch {
  if (heard.batch) return heard.batch
  const frames: Frame[] = []
  for (let each: Heard | null = heard; each?.frame; each = each.before) frames.push(each.frame)
  heard.batch = batchOf(frames.reverse())
  return heard.batch
}
