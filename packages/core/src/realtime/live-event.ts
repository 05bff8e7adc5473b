import type { SociusEvent } from '../kernel/index.js'
import { formatPlace, type Place } from './place.js'

/**
 * What happened, as a stream says it. Besides the events of the modules there are two of the stream's own, without a
 * subject: `ready`, the first of a stream that does not resume another, and `reset`, where a stream could not be resumed.
 * Both say the same: from here on nothing is missed, so load now what is shown.
 */
export interface LiveEvent {
  /** Its place in the log: hand it back as `after`, or as Last-Event-ID, to go on behind it. */
  readonly id: string
  readonly name: string
  /** The row that it happened to. */
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Names rows, and holds no text that a person wrote. */
  readonly payload: unknown
}

/** An event with what is made of it once for all who hear it. */
export interface Frame {
  readonly place: Place
  readonly event: LiveEvent
  /** As it goes over the wire. */
  bytes(): Uint8Array
}

const encoder = new TextEncoder()

export function frameOf(place: Place, { name, subject, at, payload }: Omit<SociusEvent, 'id' | 'tenant'>): Frame {
  return createFrame(place, { id: formatPlace(place), name, subject, at, payload })
}

/** A frame of the stream's own. */
export function ownFrame(name: 'ready' | 'reset', place: Place, at: number): Frame {
  return createFrame(place, { id: formatPlace(place), name, subject: '', at, payload: null })
}

/** Keeps a connection open, and moves its Last-Event-ID past what its reader may not hear: no event comes of it. */
export function encodeBeat(place: Place): Uint8Array {
  return encoder.encode(`:\nid: ${formatPlace(place)}\n\n`)
}

/** The first bytes of a stream: how long to wait before it is opened again. */
export function encodeGreeting(retry: number): Uint8Array {
  return encoder.encode(`retry: ${retry}\n\n`)
}

function createFrame(place: Place, event: LiveEvent): Frame {
  let encoded: Uint8Array | null = null
  return {
    place,
    event,
    bytes() {
      // JSON has no line breaks, and neither has an id or a name.
      const { id, name, ...data } = event
      encoded ??= encoder.encode(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
      return encoded
    },
  }
}
