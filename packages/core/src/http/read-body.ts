import { SociusError } from '../kernel/index.js'
import { Refusal } from './refusal.js'

/** Deeper than any input is, and not so deep that whatever walks it by recursion would fall. */
const maxDepth = 64

/**
 * The JSON that a request carries; `{}` for an empty body.
 * @throws Refusal 400, 413 or 415; `aborted` when the caller goes away meanwhile.
 */
export async function readBody(request: Request, maxBytes: number): Promise<unknown> {
  requireJson(request.headers.get('content-type'))
  if (request.headers.get('content-encoding') !== null)
    throw unsupportedType('A body is taken as it is, not compressed.')
  const length = declaredLength(request.headers.get('content-length'))
  if (length !== null && length > maxBytes) throw tooLarge(maxBytes)
  let bytes: Uint8Array
  try {
    // Where the length is declared the server's own parser holds the body to it.
    bytes = length === null ? await readChunks(request, maxBytes) : new Uint8Array(await request.arrayBuffer())
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (request.signal.aborted) throw new SociusError('aborted', 'The caller went away.', { cause: error })
    throw new Refusal(400, 'invalid_input', 'The body could not be read to its end.', { cause: error })
  }
  if (bytes.length > maxBytes) throw tooLarge(maxBytes)
  return parseJson(bytes)
}

// A form that another site makes can send three types, and none of them is this one: the browser asks first.
function requireJson(header: string | null): void {
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim().toLowerCase())
  if (type !== 'application/json') throw unsupportedType('The content type has to be application/json.')
  for (const parameter of parameters) {
    if (parameter !== '' && !/^charset="?utf-?8"?$/.test(parameter)) throw unsupportedType('JSON is written in UTF-8.')
  }
}

function declaredLength(header: string | null): number | null {
  if (header === null) return null
  if (/^\d{1,15}$/.test(header)) return Number(header)
  throw new Refusal(400, 'invalid_input', 'The content length is not a number.')
}

async function readChunks(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array()
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > maxBytes) {
      // What still comes is not read; whether the other side minds is not waited for.
      void reader.cancel().catch(() => undefined)
      throw tooLarge(maxBytes)
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function parseJson(bytes: Uint8Array): unknown {
  let parsed: unknown
  try {
    const text = decoder.decode(bytes)
    parsed = text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    // The message of the parser would repeat what stands there.
    throw new Refusal(400, 'invalid_input', 'The body is not JSON in UTF-8.')
  }
  checkNesting(parsed)
  return parsed
}

function checkNesting(parsed: unknown): void {
  let level: unknown[] = [parsed]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw new Refusal(400, 'invalid_input', `The body is nested deeper than ${maxDepth} levels.`)
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      // It is a plain key here; whoever copies it by assignment would change a prototype.
      if (Object.hasOwn(value, '__proto__')) {
        throw new Refusal(400, 'invalid_input', 'The body has a key that no input has: "__proto__".')
      }
      for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) next.push(inner)
    }
    level = next
  }
}

function tooLarge(maxBytes: number): Refusal {
  // The rest of the body is not read, so that the connection cannot serve another request.
  return new Refusal(413, 'invalid_input', `The body is larger than ${maxBytes} bytes.`, {
    details: { maxBodyBytes: maxBytes },
    headers: { connection: 'close' },
  })
}

function unsupportedType(message: string): Refusal {
  return new Refusal(415, 'invalid_input', message, { headers: { 'accept-post': 'application/json' } })
}
