import type { Outlet } from './listener.js'
import { fitting } from './pack-frames.js'
import type { ByteOutletOptions } from './stream-outlet.js'

/** What is used of the response of a Node server: `http.ServerResponse` has it, and so has that of HTTP/2. */
export interface NodeResponse {
  /** Bytes that wait to be sent. */
  readonly writableLength: number
  writeHead(status: number, headers: Record<string, string>): unknown
  write(bytes: Uint8Array): boolean
  end(): unknown
  destroy(): unknown
  on(event: 'close' | 'drain' | 'error', listener: () => void): unknown
}

/** Writes to a Node server's response, without a web stream in between. */
export function createNodeOutlet(response: NodeResponse, options: ByteOutletOptions): Outlet {
  const { limit, pack, onRoom, onGone } = options
  let isOpen = true
  response.on('drain', onRoom)
  // An error is followed by a close.
  response.on('error', () => undefined)
  response.on('close', () => {
    isOpen = false
    onGone()
  })
  response.write(options.greeting)
  const room = () => (isOpen ? limit - response.writableLength : 0)

  return {
    hasRoom: () => room() > 0,
    put(frames) {
      const some = fitting(frames, room())
      if (some.length > 0) response.write(pack(some))
      return some.length
    },
    beat(bytes) {
      if (isOpen) response.write(bytes)
    },
    end(cut) {
      if (!isOpen) return
      isOpen = false
      if (cut) response.destroy()
      else response.end()
    },
  }
}
