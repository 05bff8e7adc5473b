import { fitting } from './batch.js'
import type { Outlet } from './listener.js'

export interface ByteOutletOptions {
  /** Bytes that it holds at most; the last frame may go beyond. */
  readonly limit: number
  readonly greeting: Uint8Array
  /** Called when there is room again. */
  readonly onRoom: () => void
  /** Called when the other side has gone. */
  readonly onGone: () => void
}

/** Writes into the body of a web response; `gone` fires when whoever asked for it has gone. */
export function createStreamOutlet(
  options: ByteOutletOptions,
  gone: AbortSignal,
): Outlet & { readonly body: ReadableStream<Uint8Array> } {
  const { limit, onRoom, onGone } = options
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
    put(batch) {
      const some = fitting(batch, room())
      if (some.frames.length > 0) open?.enqueue(some.bytes())
      return some.frames.length
    },
    beat: (bytes) => open?.enqueue(bytes),
    end(cut) {
      // Servers report a body that fails. That somebody hangs up is no failure.
      if (cut && !gone.aborted) open?.error(new Error('The stream was not read.'))
      else open?.close()
      open = null
    },
  }
}
