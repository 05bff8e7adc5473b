import type { Outlet } from './listener.js'
import type { Frame } from './live-event.js'
import { fitting } from './pack-frames.js'

export interface ByteOutletOptions {
  /** Bytes that it holds at most; the last frame may go beyond. */
  readonly limit: number
  readonly greeting: Uint8Array
  readonly pack: (frames: readonly Frame[]) => Uint8Array
  /** Called when there is room again. */
  readonly onRoom: () => void
  /** Called when the other side has gone. */
  readonly onGone: () => void
}

/** Writes into the body of a web response. */
export function createStreamOutlet(options: ByteOutletOptions): Outlet & { readonly body: ReadableStream<Uint8Array> } {
  const { limit, pack, onRoom, onGone } = options
  let open: ReadableStreamDefaultController<Uint8Array> | null = null
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        open = controller
        controller.enqueue(options.greeting)
      },
      pull: onRoom,
      cancel() {
        open = null
        onGone()
      },
    },
    { highWaterMark: limit, size: (chunk) => chunk.byteLength },
  )
  const room = () => open?.desiredSize ?? 0

  return {
    body,
    hasRoom: () => room() > 0,
    put(frames) {
      const some = fitting(frames, room())
      if (some.length > 0) open?.enqueue(pack(some))
      return some.length
    },
    beat: (bytes) => open?.enqueue(bytes),
    end(cut) {
      if (cut) open?.error(new Error('The stream was not read.'))
      else open?.close()
      open = null
    },
  }
}
