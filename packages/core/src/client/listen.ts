import { type Clock, isSociusError, SociusError } from '../kernel/index.js'
import type { EventsOptions, LiveEvent } from './live-event.js'
import { createEventStreamParser, type StreamMessage } from './parse-event-stream.js'
import { failureOf, type Transport } from './transport.js'

export interface ListenParts {
  readonly transport: Transport
  readonly clock: Clock
  /** A number from 0 up to 1. */
  readonly random: () => number
  /** Milliseconds without a sign of life after which a connection counts as lost; servers send one every 15 seconds. */
  readonly silence: number
}

const firstDelay = 1000
const longestDelay = 30_000

/**
 * Listens to the server's event stream, and again whenever the connection is lost: after the time the server asks for, or
 * a second, doubled with each failure up to half a minute, of which chance takes up to a half.
 */
export async function* listen(parts: ListenParts, options: EventsOptions = {}): AsyncGenerator<LiveEvent, void> {
  const { transport, clock, random } = parts
  const { events, signal } = options
  const path = `events${events ? `?${new URLSearchParams({ events: events.join(',') })}` : ''}`
  let after = options.after ?? null
  let delay = firstDelay
  let failures = 0
  while (!signal?.aborted) {
    const connection = new AbortController()
    const end = () => connection.abort(signal?.reason)
    signal?.addEventListener('abort', end, { once: true })
    let wanted: number | null = null
    try {
      const asked = transport.send(path, {
        headers: { accept: 'text/event-stream', ...(after !== null && { 'last-event-id': after }) },
        signal: connection.signal,
      })
      const response = await withinSilence(asked, connection, parts)
      // The server asks not to be asked again.
      if (response.status === 204) return
      const parser = createEventStreamParser()
      for await (const text of textOf(response, connection, parts)) {
        failures = 0
        for (const message of parser.push(text)) {
          if (message.id !== '') after = message.id
          yield eventOf(message)
        }
        // A sign of life may move it past what this reader may not hear.
        if (parser.lastId() !== '') after = parser.lastId()
        delay = parser.retry() ?? delay
      }
    } catch (error) {
      if (signal?.aborted) return
      const failure = failureOf(error, undefined)
      if (!failure.retryable) throw failure
      wanted = failure.retryAfter ?? null
    } finally {
      signal?.removeEventListener('abort', end)
      // Also when whoever listens has stopped in the middle.
      connection.abort()
    }
    const growing = Math.min(delay * 2 ** failures++, Math.max(longestDelay, delay))
    await clock.wait(wanted ?? growing * (1 - random() / 2), signal).catch(ignoreAbort)
  }
}

function ignoreAbort(error: unknown): void {
  if (!isSociusError(error, 'aborted')) throw error
}

/** The text of the answer as it comes. */
async function* textOf(
  response: Response,
  connection: AbortController,
  parts: ListenParts,
): AsyncGenerator<string, void> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
    throw new SociusError('internal', 'The answer is no event stream.')
  }
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read(), connection, parts)
      if (done) return
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    void reader.cancel().catch(() => undefined)
  }
}

/** What is waited for, or the end of the connection: a server that has gone silent is taken for gone. */
async function withinSilence<Value>(
  promise: Promise<Value>,
  connection: AbortController,
  { clock, silence }: ListenParts,
): Promise<Value> {
  const waiting = new AbortController()
  const watch = clock.wait(silence, waiting.signal).then(() => connection.abort(silent()), ignoreAbort)
  try {
    return await untilAborted(promise, connection.signal)
  } finally {
    waiting.abort()
    await watch
  }
}

function silent(): SociusError {
  return new SociusError('unreachable', 'The server has gone silent.', { retryable: true })
}

/** Not every `fetch` ends what is under way when its signal fires. */
function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Its data is the event as JSON; the stream's own id is the one to go on from. */
function eventOf({ id, event, data }: StreamMessage): LiveEvent {
  try {
    const { name = event, subject = '', at = 0, payload = null } = JSON.parse(data) as Partial<LiveEvent>
    return { id, name, subject, at, payload }
  } catch (cause) {
    throw new SociusError('internal', 'An event of the stream is not JSON.', { cause })
  }
}
