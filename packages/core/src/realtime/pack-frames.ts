import type { Frame } from './live-event.js'

/** Makes one write of several frames. Most listeners hear the same: what was made for one serves the next. */
export function createPacker(): (frames: readonly Frame[]) => Uint8Array {
  let lastFrames: readonly Frame[] = []
  let lastBytes: Uint8Array = new Uint8Array()
  return (frames) => {
    const [first] = frames
    if (first && frames.length === 1) return first.bytes()
    if (frames !== lastFrames) {
      lastFrames = frames
      lastBytes = concatenate(frames.map((frame) => frame.bytes()))
    }
    return lastBytes
  }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let end = 0
  for (const part of parts) {
    whole.set(part, end)
    end += part.length
  }
  return whole
}

/** The frames that fit into so many bytes; the last of them may go beyond. */
export function fitting(frames: readonly Frame[], room: number): readonly Frame[] {
  if (room > 0 && frames.length === 1) return frames
  let left = room
  const count = frames.findIndex((frame) => {
    if (left <= 0) return true
    left -= frame.bytes().length
    return false
  })
  return count === -1 ? frames : frames.slice(0, count)
}
