/** Why a body was not read. */
export class BodyTooLarge extends Error {
  constructor() {
    super('The body is larger than the cap.')
    this.name = 'BodyTooLarge'
  }
}

export interface ReadBodyOptions {
  /** Bytes, counted after content decoding, so that a small answer cannot unpack into a large one. */
  readonly maxBytes: number
  readonly signal: AbortSignal
}

/**
 * Reads a body up to a cap; a larger one is not read to its end.
 * @throws BodyTooLarge, the signal's reason, or what the stream throws
 */
export async function readBody(response: Response, { maxBytes, signal }: ReadBodyOptions): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array()
  if (Number(response.headers.get('content-length')) > maxBytes) {
    discardBody(response)
    throw new BodyTooLarge()
  }
  const reader = response.body.getReader()
  const aborted = rejectOnAbort(signal)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), aborted.promise])
      if (done) return join(chunks, size)
      size += value.byteLength
      if (size > maxBytes) throw new BodyTooLarge()
      chunks.push(value)
    }
  } catch (error) {
    // The stream may never settle its cancellation: nobody waits for it.
    reader.cancel().catch(() => undefined)
    throw error
  } finally {
    aborted.dispose()
  }
}

/** Lets the connection go without reading the body. */
export function discardBody(response: Response): void {
  response.body?.cancel().catch(() => undefined)
}

/** A promise that only ever rejects, with the signal's reason: a stream or a `fetch` of the host may not watch it. */
export function rejectOnAbort(signal: AbortSignal): { promise: Promise<never>; dispose: () => void } {
  let dispose = (): void => undefined
  const promise = new Promise<never>((_, reject) => {
    // The reason is ours or the caller's own, and is only compared, never shown.
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    dispose = () => signal.removeEventListener('abort', abort)
  })
  promise.catch(() => undefined)
  return { promise, dispose }
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks
  if (only && chunks.length === 1) return only
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}
