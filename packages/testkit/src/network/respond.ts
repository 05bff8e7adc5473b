import type { Delivery } from './apply-fault.js'

const utf8 = new TextEncoder()
const withoutBody = new Set([101, 204, 205, 304])

/** A Response as `fetch` gives it. @param onSent told how many bytes the caller took */
export function respond(delivery: Delivery, method: string, onSent: (bytes: number) => void): Response {
  const { status, headers } = delivery
  if (method === 'HEAD' || withoutBody.has(status)) return new Response(null, { status, headers })
  return new Response(stream(delivery, onSent), { status, headers })
}

/** Gives a chunk only when it is asked for, so that a caller that stops early has taken little. */
function stream(delivery: Delivery, onSent: (bytes: number) => void): ReadableStream<Uint8Array> {
  const chunks = chunksOf(delivery)
  return new ReadableStream(
    {
      pull(controller) {
        const chunk = chunks.next()
        if (!chunk.done) {
          onSent(chunk.value.byteLength)
          controller.enqueue(chunk.value)
        } else if (delivery.ending === 'broken') {
          controller.error(new TypeError('terminated', { cause: connectionReset() }))
        } else {
          controller.close()
        }
      },
    },
    { highWaterMark: 0 },
  )
}

function* chunksOf({ body, ending }: Delivery): Generator<Uint8Array> {
  const bytes = utf8.encode(body)
  if (ending === 'whole') {
    if (bytes.length > 0) yield bytes
  } else if (typeof ending === 'string') {
    yield bytes.subarray(0, bytes.length >>> 1)
  } else {
    // No parser can object to a blank before it has seen the end.
    const blanks = new Uint8Array(65_536).fill(0x20)
    for (let rest = ending; rest > 0; rest -= blanks.length)
      yield rest < blanks.length ? blanks.subarray(0, rest) : blanks
    yield bytes
  }
}

/** What Node's `fetch` gives as the cause when the other side hangs up. */
export function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
}
