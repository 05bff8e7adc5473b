import { type Clock, SociusError } from '../kernel/index.js'
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
  let { after } = options
  let delay = firstDelay
  let failures = 0
  while (!signal?.aborted) {
    const connection = controllerWithin(signal)
    let wanted: number | undefined
    try {
      const asked = transport.send(path, {
        headers: { accept: 'text/event-stream', ...(after && { 'last-event-id': after }) },
        signal: connection.signal,
      })
      const response = await withinSilence(asked, connection.signal, parts)
      // The server asks not to be asked again.
      if (response.status === 204) return
      const parser = createEventStreamParser()
      for await (const text of textOf(response, connection.signal, parts)) {
        failures = 0
        for (const message of parser.push(text)) yield eventOf(message)
        // A sign of life may move it past what this reader may not hear.
        after = parser.lastId() || after
        delay = parser.retry() ?? delay
      }
    } catch (error) {
      if (signal?.aborted) return
      const failure = failureOf(error)
      if (!failure.retryable) throw failure
      wanted = failure.retryAfter
    } finally {
      // Also when whoever listens has stopped in the middle.
      connection.abort()
    }
    const growing = Math.min(delay * 2 ** failures++, Math.max(longestDelay, delay))
    await clock.wait(wanted ?? growing * (1 - random() / 2), signal).catch((error: unknown) => {
      if (!signal?.aborted) throw error
    })
  }
}

/**
 * A controller that fires with the signal, too; it has to be fired in the end, so that the signal forgets it. Not
 * `AbortSignal.any`: what that returns is held weakly, and who waits for it could wait for ever.
 */
function controllerWithin(signal: AbortSignal | undefined): AbortController {
  const controller = new AbortController()
  const abort = () => controller.abort()
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort, { signal: controller.signal })
  return controller
}

/** The text of the answer as it comes. */
async function* textOf(response: Response, signal: AbortSignal, parts: ListenParts): AsyncGenerator<string, void> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
    throw new SociusError('internal', 'The answer is not an event stream.')
  }
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read(), signal, parts)
      if (done) return
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    void reader.cancel().catch(() => undefined)
  }
}

/**
 * What is waited for, unless the server is silent for so long that it is taken for gone, or the signal fires: not every
 * `fetch` ends then what is under way.
 */
async function withinSilence<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
  { clock, silence }: ListenParts,
): Promise<Value> {
  const waiting = controllerWithin(signal)
  const silent = clock.wait(silence, waiting.signal).then((): never => {
    throw new SociusError('unreachable', 'The server has gone silent.', { retryable: true })
  })
  try {
    return await Promise.race([promise, silent])
  } finally {
    waiting.abort()
  }
}

/** Its data is the event as JSON; the stream's own id is the one to go on from. */
function eventOf({ id, event, data }: StreamMessage): LiveEvent {
  try {
    return { name: event, subject: '', at: 0, payload: null, ...(JSON.parse(data) as Partial<LiveEvent>), id }
  } catch (cause) {
    throw new SociusError('internal', 'The event is not JSON.', { cause })
  }
}
