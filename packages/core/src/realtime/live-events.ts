import type { Actor, Clock, EventDeclaration, Logger, SociusEvent } from '../kernel/index.js'
import { checkActor } from '../operation/index.js'
import type { StoreAdapter } from '../store/index.js'
import { createDeclaredHearers } from './declared-hearers.js'
import { createHub } from './hub.js'
import type { Listener, Outlet } from './listener.js'
import { encodeGreeting, type LiveEvent } from './live-event.js'
import type { CheckedLiveOptions } from './live-options.js'
import { checkNames, readLiveRequest } from './live-request.js'
import { createNodeOutlet, type NodeResponse } from './node-outlet.js'
import { beginningOf } from './place.js'
import { createQueueOutlet } from './queue-outlet.js'
import { createStreamOutlet } from './stream-outlet.js'

export interface SubscribeOptions {
  /** The `id` of the last event that was handled; null begins now, with `ready`. @default null */
  after?: string | null
  /** Ends the stream. */
  signal?: AbortSignal
  /** The names of events that are asked for. @default all */
  events?: readonly string[]
}

/**
 * What happens, while it happens, to whoever may know of it: each stream is in the order of the event log, whole, and without
 * repeats, whichever process wrote an event, and it can be taken up again behind any of its events.
 */
export interface LiveEvents {
  /**
   * The events that the actor may hear of, from now on or behind `after`. It is connected when this returns; it ends with the
   * signal, with the loop that reads it, or when Socius is closed.
   * @throws `invalid_input`
   */
  subscribe(actor: Actor, options?: SubscribeOptions): AsyncIterable<LiveEvent>
  /**
   * The same as server-sent events. Resumes behind the Last-Event-ID header, or the query's `lastEventId` or `after`; the
   * query's `events` names those that are asked for, with commas between them.
   * @throws `invalid_input`
   */
  respond(actor: Actor, request: Request): Response
  /**
   * As {@link respond}, written straight to the response of a Node server: about half as many readers again for the same work.
   * @throws `invalid_input`
   */
  attach(actor: Actor, request: Request, response: NodeResponse): void
}

export interface LiveEventsHandle extends LiveEvents {
  /** Looks at once for what was committed. */
  committed(events: readonly SociusEvent[]): void
  /** Ends all streams, and waits for reads that are under way. */
  close(): Promise<void>
}

export interface LiveEventsOptions {
  readonly adapter: StoreAdapter
  readonly clock: Clock
  readonly logger: Logger
  /** A number from 0 up to 1. */
  readonly random: () => number
  /** Of all modules: they say who may hear of an event. */
  readonly declarations: readonly EventDeclaration[]
  readonly options: CheckedLiveOptions
}

const headers = {
  'content-type': 'text/event-stream',
  // No cache keeps it, and no proxy compresses it, which would hold events back.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

/** Milliseconds that browsers wait before they connect again. */
const retry = 2000

/** Events that are held for one subscriber in this process. */
const eventsHeld = 1000

export function createLiveEvents(given: LiveEventsOptions): LiveEventsHandle {
  const { adapter, clock, logger, random, declarations, options } = given
  const hearersOf = createDeclaredHearers(declarations, logger)
  const { interval, heartbeat } = options
  const hub = createHub({ adapter, clock, logger, hearersOf, interval, heartbeat })
  const greeting = encodeGreeting(retry)

  function join(
    actor: Actor,
    outlet: Outlet,
    asked: Pick<Listener, 'after' | 'wants'>,
    limits: Pick<Listener, 'endsAt' | 'patience'>,
    signal: AbortSignal | undefined,
  ): Listener {
    const rights = { ...actor, roles: [...actor.roles] }
    const state = { position: beginningOf(0), fullSince: null, hasLeft: false, onLeft: () => {} }
    const listener: Listener = { actor: rights, outlet, ...asked, ...limits, ...state }
    if (signal?.aborted) {
      outlet.end(true)
      return listener
    }
    const abort = () => {
      hub.leave(listener)
      outlet.end(true)
    }
    signal?.addEventListener('abort', abort, { once: true })
    listener.onLeft = () => signal?.removeEventListener('abort', abort)
    hub.join(listener)
    return listener
  }

  function overHttp(): Pick<Listener, 'endsAt' | 'patience'> {
    return { endsAt: clock.now() + options.maxAge * (1 - random() / 10), patience: options.patience }
  }

  function bytesTo(leave: () => void) {
    return { limit: options.buffer, greeting, onRoom: hub.wake, onGone: leave }
  }

  return {
    subscribe(actor, { after = null, signal, events } = {}) {
      checkActor(actor)
      const wants = events ? checkNames(events) : null
      const outlet = createQueueOutlet({ limit: eventsHeld, onRoom: hub.wake })
      const forever = { endsAt: Number.POSITIVE_INFINITY, patience: Number.POSITIVE_INFINITY }
      const listener = join(actor, outlet, { after, wants }, forever, signal)
      return {
        async *[Symbol.asyncIterator]() {
          try {
            for (let event = await outlet.next(); event; event = await outlet.next()) yield event
          } finally {
            hub.leave(listener)
            outlet.end(true)
          }
        },
      }
    },

    respond(actor, request) {
      checkActor(actor)
      const asked = readLiveRequest(request)
      let listener: Listener | null = null
      const outlet = createStreamOutlet(
        bytesTo(() => listener && hub.leave(listener)),
        request.signal,
      )
      listener = join(actor, outlet, asked, overHttp(), request.signal)
      return new Response(outlet.body, { headers })
    },

    attach(actor, request, response) {
      checkActor(actor)
      const asked = readLiveRequest(request)
      let listener: Listener | null = null
      const outlet = createNodeOutlet(
        response,
        headers,
        bytesTo(() => listener && hub.leave(listener)),
      )
      listener = join(actor, outlet, asked, overHttp(), request.signal)
    },

    committed(events) {
      if (events.length > 0) hub.wake()
    },
    close: hub.close,
  }
}
