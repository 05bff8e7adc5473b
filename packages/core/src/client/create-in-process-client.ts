import { type Actor, SociusError } from '../kernel/index.js'
import type { Client } from './client.js'
import type { EventsOptions, LiveEvent } from './live-event.js'

/** Where live events come from in process. */
interface LiveSource {
  subscribe(
    actor: Actor,
    options: { after: string | null; events?: readonly string[]; signal?: AbortSignal },
  ): AsyncIterable<LiveEvent>
}

type Call = (actor: Actor, ...rest: unknown[]) => unknown

/**
 * The same client without a network, for code that runs beside the social system: rendering on a server, jobs, tests. Every
 * call is the actor's.
 */
export function createInProcessClient<Social extends object>(social: Social, actor: Actor): Client<Social> {
  const members = Object.entries(social).flatMap(([name, service]): [string, object][] =>
    isService(name, service) ? [[name, bind(service, actor)]] : [],
  )
  const { live } = social as { live?: LiveSource }
  const events = ({ after, ...rest }: EventsOptions = {}) => {
    if (live) return live.subscribe(actor, { after: after ?? null, ...rest })
    throw new SociusError('unsupported', 'There are no live events here.')
  }
  // Each service is bound under its own name: that is what the type says.
  return Object.freeze({ ...Object.fromEntries(members), events }) as Client<Social>
}

function isService(name: string, value: unknown): value is Readonly<Record<string, Call>> {
  return name !== 'live' && typeof value === 'object' && value !== null
}

function bind(service: Readonly<Record<string, Call>>, actor: Actor): object {
  return Object.fromEntries(
    Object.entries(service).map(([method, operation]) => [method, (...rest: unknown[]) => operation(actor, ...rest)]),
  )
}
