import { fitting } from './batch.js'
import type { Outlet } from './listener.js'
import type { ByteOutletOptions } from './stream-outlet.js'

interface NodeWritable {
  /** Bytes that wait to be sent. */
  readonly writableLength: number
  write(bytes: Uint8Array): boolean
  on(event: 'close' | 'drain' | 'error', listener: () => void): unknown
}

/** What is used of the response of a Node server: `http.ServerResponse` has it, and so has that of HTTP/2. */
export interface NodeResponse extends NodeWritable {
  readonly socket: NodeWritable | null
  removeHeader(name: string): void
  writeHead(status: number, headers: Record<string, string>): unknown
  end(): unknown
  destroy(): unknown
}

/** Writes to a Node server's response, without a web stream in between. */
export function createNodeOutlet(
  response: NodeResponse,
  headers: Readonly<Record<string, string>>,
  options: ByteOutletOptions,
): Outlet {
  const { limit, greeting, onRoom, onGone } = options
  const target = begin(response, headers, greeting)
  let isOpen = true
  target.on('drain', onRoom)
  // An error is followed by a close.
  response.on('error', () => undefined)
  response.on('close', () => {
    isOpen = false
    onGone()
  })
  const room = () => (isOpen ? limit - target.writableLength : 0)

  return {
    hasRoom: () => room() > 0,
    put(batch) {
      const some = fitting(batch, room())
      if (some.frames.length > 0) target.write(some.bytes())
      return some.frames.length
    },
    beat(bytes) {
      if (isOpen) target.write(bytes)
    },
    end(cut) {
      if (!isOpen) return
      isOpen = false
      if (cut) response.destroy()
      else response.end()
    },
  }
}

/**
 * Sends the head, and gives back what the body is written to. A body of HTTP/1 that ends with its connection needs no
 * framing of its own: its bytes go to the socket as they are, without a chunk around each.
 */
function begin(response: NodeResponse, headers: Readonly<Record<string, string>>, greeting: Uint8Array): NodeWritable {
  if ('stream' in response) {
    response.writeHead(200, headers)
    response.write(greeting)
    return response
  }
  response.removeHeader('transfer-encoding')
  response.writeHead(200, { ...headers, connection: 'close' })
  response.write(greeting)
  // There is none yet while an earlier answer on the connection is unfinished.
  return response.socket ?? response
}
