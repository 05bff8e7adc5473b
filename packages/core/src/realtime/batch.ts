import type { Frame } from './live-event.js'
import { isBefore, type Place } from './place.js'

/** Frames that are handed over together. Listeners who hear the same share one, so that it is packed once. */
export interface Batch {
  /** In order. */
  readonly frames: readonly Frame[]
  /** All of them, for one write. */
  bytes(): Uint8Array
}

export function batchOf(frames: readonly Frame[]): Batch {
  let packed: Uint8Array | null = null
  return {
    frames,
    bytes() {
      packed ??= concatenate(frames.map((frame) => frame.bytes()))
      return packed
    },
  }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts
  if (first && parts.length === 1) return first
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let end = 0
  for (const part of parts) {
    whole.set(part, end)
    end += part.length
  }
  return whole
}

/** What of it fits into so many bytes; the last frame may go beyond. */
export function fitting(batch: Batch, room: number): Batch {
  if (room > 0 && batch.bytes().length <= room) return batch
  let left = room
  const count = batch.frames.findIndex((frame) => {
    if (left <= 0) return true
    left -= frame.bytes().length
    return false
  })
  return count === -1 ? batch : batchOf(batch.frames.slice(0, count))
}

/** What of it lies behind a place. */
export function behindPlace(place: Place, batch: Batch): Batch {
  const [first] = batch.frames
  if (!first || isBefore(place, first.place)) return batch
  return batchOf(batch.frames.filter((frame) => isBefore(place, frame.place)))
}
