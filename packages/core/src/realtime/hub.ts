import { type Clock, type Hearers, isSociusError, type Logger, type SociusEvent, yieldToLoop } from '../kernel/index.js'
import type { StoreAdapter } from '../store/index.js'
import { type Batch, batchOf, behindPlace } from './batch.js'
import { createCrowd } from './crowd.js'
import { findOffers } from './find-offers.js'
import type { Listener } from './listener.js'
import { encodeBeat, ownFrame } from './live-event.js'
import { createLogReader } from './log-reader.js'
import { createPauses } from './pauses.js'
import { isBefore, later, type Place, parsePlace } from './place.js'

export interface HubOptions {
  readonly adapter: StoreAdapter
  readonly clock: Clock
  readonly logger: Logger
  readonly hearersOf: (event: SociusEvent) => Hearers
  /** Milliseconds between two looks for what other processes have committed. */
  readonly interval: number
  /** Milliseconds between two signs of life. */
  readonly heartbeat: number
}

/**
 * Reads the log once for all listeners of this process, as long as there are any. Listeners are live, at the place that the
 * reader has reached, or behind it; those behind are served from the log until they have caught up.
 */
export interface Hub {
  join(listener: Listener): void
  leave(listener: Listener): void
  /** Looks at once. */
  wake(): void
  /** Ends all streams, and waits for reads that are under way. */
  close(): Promise<void>
}

const longestPause = 30_000

export function createHub(options: HubOptions): Hub {
  const { adapter, clock, logger, hearersOf, interval, heartbeat } = options
  const log = createLogReader(adapter)
  const live = createCrowd()
  /** In the order in which their turns come. */
  const behind = new Set<Listener>()
  const newcomers = new Set<Listener>()
  const everyone = new Set<Listener>()
  const pauses = createPauses(clock)
  const beats = createPauses(clock)
  let position: Place | null = null
  let running: Promise<void> | null = null
  let isClosed = false

  function leave(listener: Listener): void {
    if (!listener.hasLeft) listener.onLeft()
    listener.hasLeft = true
    for (const group of [everyone, newcomers, behind]) group.delete(listener)
    live.remove(listener)
    if (everyone.size > 0) return
    pauses.wake()
    beats.wake()
  }

  function dismiss(listener: Listener, cut = false): void {
    leave(listener)
    listener.outlet.end(cut)
  }

  /** Hands over what there is room for. Who has no more room goes on from the log when there is. */
  function offer(listener: Listener, batch: Batch): boolean {
    const fresh = behindPlace(listener.position, batch)
    const taken = listener.outlet.put(fresh)
    const last = fresh.frames[taken - 1]
    if (last) listener.position = last.place
    listener.fullSince = taken < fresh.frames.length ? clock.now() : null
    return listener.fullSince === null
  }

  function goLive(listener: Listener, from: Place): void {
    behind.delete(listener)
    listener.position = later(listener.position, from)
    live.add(listener)
  }

  function fallBehind(listener: Listener): void {
    live.remove(listener)
    behind.add(listener)
  }

  /** Begins anew at a place: what was before it is left out, and the stream says so. */
  function begin(listener: Listener, name: 'ready' | 'reset', at: Place): void {
    const frame = ownFrame(name, at, clock.now())
    // One that has no room meets the same gap when it has.
    if (listener.outlet.put(batchOf([frame])) === 0) return fallBehind(listener)
    listener.position = at
    goLive(listener, at)
  }

  async function admit(now: Place): Promise<void> {
    const admitted = [...newcomers]
    const isResuming = admitted.some(({ after }) => after !== null)
    const bounds = isResuming ? await log.bounds() : null
    for (const listener of admitted) {
      newcomers.delete(listener)
      if (listener.hasLeft) continue
      const place = parsePlace(listener.after ?? '')
      if (listener.after === null || !bounds) begin(listener, 'ready', now)
      else if (!place || isBefore(place, bounds.oldest) || isBefore(bounds.end, place)) begin(listener, 'reset', now)
      else {
        listener.position = place
        if (isBefore(place, now)) behind.add(listener)
        else live.add(listener)
      }
    }
  }

  /** Serves everybody who is live with what comes next; returns whether more may be there. */
  async function serveLive(from: Place): Promise<boolean> {
    const page = await log.after(from, { number: true })
    if (page.events.length > 0) {
      // Asked after the page was read: what was removed before that is known now.
      const { oldest } = await log.bounds()
      const offers = await findOffers(adapter, hearersOf, page.events, live)
      if (isBefore(from, oldest)) for (const listener of [...live.listeners()]) begin(listener, 'reset', from)
      offers.forEach((listener, batch) => {
        if (listener.hasLeft || offer(listener, batch)) return
        listener.position = later(listener.position, from)
        fallBehind(listener)
      })
    }
    position = page.end
    return !page.isLast
  }

  /** Serves the next of those who are behind, and all whose place lies on the same page. */
  async function serveBehind(now: Place): Promise<boolean> {
    const [next] = [...behind].filter(({ outlet }) => outlet.hasRoom())
    if (!next) return false
    const from = next.position
    const page = await log.after(from)
    const { oldest } = await log.bounds()
    const riders = [...behind].filter(
      (each) =>
        each.outlet.hasRoom() && !isBefore(each.position, from) && (page.isLast || isBefore(each.position, page.end)),
    )
    const offers = await findOffers(adapter, hearersOf, page.events, createCrowd(riders))
    for (const listener of riders) {
      if (listener.hasLeft) continue
      // To the end of the queue: others have their turn first.
      behind.delete(listener)
      behind.add(listener)
      if (isBefore(listener.position, oldest)) {
        begin(listener, 'reset', now)
        continue
      }
      if (!offer(listener, offers.of(listener))) continue
      listener.position = later(listener.position, page.end)
      // Nothing is behind the last page but what came after the live reader's own.
      if (page.isLast || !isBefore(listener.position, now)) goLive(listener, now)
    }
    return true
  }

  async function turn(): Promise<boolean> {
    position ??= await log.end()
    await admit(position)
    const isMore = await serveLive(position)
    const isBehind = await serveBehind(position)
    return isMore || isBehind || newcomers.size > 0
  }

  async function run(): Promise<void> {
    for (let failures = 0; everyone.size > 0; ) {
      pauses.begin()
      let isMore = false
      try {
        isMore = await turn()
        failures = 0
      } catch (error) {
        failures += 1
        logger.error('The event log could not be read; it is tried again.', {
          failures,
          code: isSociusError(error) ? error.code : 'internal',
        })
      }
      if (isMore) await yieldToLoop()
      else await pauses.pause(Math.min(longestPause, interval * 2 ** Math.min(failures, 10)))
    }
    position = null
  }

  /** Shows all listeners that they are connected, and ends those whose time is over. */
  function beat(): void {
    const now = clock.now()
    const shared = position && encodeBeat(position)
    for (const listener of [...everyone]) {
      const { outlet, endsAt, fullSince, patience } = listener
      if (now >= endsAt) dismiss(listener)
      else if (!outlet.hasRoom()) {
        if (fullSince !== null && now - fullSince >= patience) dismiss(listener, true)
      } else if (position && shared && !newcomers.has(listener)) {
        const isAtReader = !behind.has(listener) && !isBefore(position, listener.position)
        outlet.beat(isAtReader ? shared : encodeBeat(listener.position))
      }
    }
  }

  async function keepAlive(): Promise<void> {
    while (everyone.size > 0) {
      beats.begin()
      await beats.pause(heartbeat)
      beat()
    }
  }

  function start(): void {
    if (running) return
    running = Promise.all([run(), keepAlive()]).then(() => {
      running = null
      // Somebody may have come while the last one's reads ended.
      if (everyone.size > 0) start()
    })
  }

  return {
    join(listener) {
      if (isClosed) return listener.outlet.end(false)
      everyone.add(listener)
      newcomers.add(listener)
      start()
      pauses.wake()
    },
    leave,
    wake: () => pauses.wake(),
    async close() {
      isClosed = true
      for (const listener of [...everyone]) dismiss(listener)
      while (running) await running
    },
  }
}
