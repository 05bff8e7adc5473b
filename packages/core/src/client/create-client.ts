import { type Clock, SociusError, systemClock, throwIfAborted } from '../kernel/index.js'
import type { CallOptions } from '../operation/index.js'
import type { Client } from './client.js'
import { coreQueries } from './core-queries.js'
import { listen } from './listen.js'
import type { EventsOptions } from './live-event.js'
import { createTransport, failureOf, type TransportOptions } from './transport.js'
import { writeQuery } from './write-query.js'

export interface ClientOptions extends TransportOptions {
  /**
   * Queries of the host's own modules, as `service.method`: they are asked by GET, like those of Socius. A query that is
   * not named works all the same, by POST. @default none
   */
  queries?: readonly string[]
  /** Milliseconds without a sign of life after which a stream of events is opened anew. @default 45,000 */
  eventSilence?: number
  /** @default the platform's clock */
  clock?: Clock
  /** A number from 0 up to 1, so that many clients do not come back at once. @default Math.random */
  random?: () => number
}

/**
 * A client over HTTP: every service of `typeof social` without the actor. Errors arrive as they were thrown; a server that
 * cannot be reached is `unreachable`.
 * @example
 * import type { social } from './server.js'
 * const client = createClient<typeof social>({ url: '/social' })
 * const { items } = await client.feed.home({ limit: 20 })
 */
export function createClient<Social extends object>(options: ClientOptions): Client<Social> {
  const { eventSilence = 45_000, clock = systemClock, random = Math.random } = options
  const transport = createTransport(options)
  const queries = new Set([...coreQueries, ...(options.queries ?? [])])
  const listening = { transport, clock, random, silence: eventSilence }
  const services = (service: string) =>
    lookUp((method) => {
      const path = `${service}/${method}`
      const isQuery = queries.has(`${service}.${method}`)
      return async (input?: unknown, { signal }: CallOptions = {}) => {
        const search = isQuery ? writeQuery(input) : null
        const response =
          search === null
            ? await transport.send(path, { headers: ofJson, body: jsonOf(input), signal })
            : await transport.send(path + search, { signal })
        return answerOf(response, signal)
      }
    })
  // Which modules the host has is known to the type alone, so that members are made when they are asked for.
  return lookUp((name) =>
    name === 'events' ? (given?: EventsOptions) => listen(listening, given) : services(name),
  ) as Client<Social>
}

/** An object whose members are made from their names, and kept. */
function lookUp(make: (name: string) => unknown): object {
  const made = new Map<string, unknown>()
  return new Proxy(Object.freeze({}), {
    get(_target, name) {
      // An object with a `then` is awaited as a promise.
      if (typeof name !== 'string' || name === 'then') return undefined
      if (!made.has(name)) made.set(name, make(name))
      return made.get(name)
    },
  })
}

const ofJson = { 'content-type': 'application/json' }

async function answerOf(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    throwIfAborted(signal)
    if (!(error instanceof SyntaxError)) throw failureOf(error)
    throw new SociusError('internal', 'The answer is not JSON.', { cause: error })
  }
}

function jsonOf(input: unknown): string {
  try {
    return JSON.stringify(input ?? {})
  } catch (error) {
    throw new SociusError('invalid_input', 'The input is not JSON.', { cause: error })
  }
}
