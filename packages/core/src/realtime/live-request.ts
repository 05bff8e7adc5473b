import { SociusError } from '../kernel/index.js'

/** What a request for a stream asks for. */
export interface LiveRequest {
  readonly after: string | null
  readonly wants: ReadonlySet<string> | null
}

const namesAtMost = 200

/** A browser that connects again says the header; the query is for the first connection, and for clients without it. */
export function readLiveRequest(request: Request): LiveRequest {
  const { searchParams } = new URL(request.url)
  const after =
    request.headers.get('last-event-id') ?? searchParams.get('lastEventId') ?? searchParams.get('after') ?? null
  const names = searchParams.getAll('events').flatMap((list) => list.split(','))
  return { after: after === '' ? null : after, wants: names.length === 0 ? null : checkNames(names) }
}

/** @throws `invalid_input` for what cannot be the name of an event. */
export function checkNames(names: readonly string[]): ReadonlySet<string> {
  const isFit =
    names.length <= namesAtMost && names.every((name) => /^[a-z][a-z-]{0,60}\.[a-z][a-z-]{0,60}$/.test(name))
  if (isFit) return new Set(names)
  throw new SociusError('invalid_input', `events: up to ${namesAtMost} names of events, as in activity.created.`)
}
