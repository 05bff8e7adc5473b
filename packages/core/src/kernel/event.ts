import type * as z from 'zod/mini'
import { SociusError } from './error.js'
import { type SchemaSource, schemaOf } from './schema-source.js'

/**
 * Who may hear of an event while it happens, besides the system and the tenant's admins, who hear of everything in it.
 * It is decided by today's rows, at the moment at which the event is handed out.
 */
export type Hearers =
  /** Whoever the host has let in. */
  | { readonly everybody: true }
  /** These people; null stands for somebody who is not known here. */
  | { readonly people: readonly (string | null)[] }
  /** Whoever may see all of these activities and is not barred from who did it. */
  | { readonly activities: readonly string[]; readonly by: string | null }
  /** Whoever sees what this person shows to `public`, `connections` or, with any other audience, to nobody else. */
  | { readonly audience: string; readonly of: string | null }

/** The declaration of an event: its name, its version, and the shape of what it says. */
export interface EventDeclaration<Name extends string = string, Payload = unknown> {
  /** Noun and verb, the verb in the past: `activity.created`. */
  readonly name: Name
  /** Raised when the payload changes in a way that an old handler would misread. */
  readonly version: number
  readonly payload: z.core.$ZodType<Payload>
  /** Who may hear of it live. */
  hearers(payload: Payload): Hearers
}

interface EventOptions<Payload> {
  /** Must not throw, and look at nothing but the payload. @default nobody but the system and admins */
  hearers?: (payload: Payload) => Hearers
}

/** Something that happened, as handlers get it. */
export interface SociusEvent<Name extends string = string, Payload = unknown> {
  /** Unique, and the same at every delivery: a handler with effects outside the store can tell a repeat by it. */
  readonly id: string
  readonly name: Name
  readonly version: number
  readonly tenant: string
  /** The row that it happened to. Events of one subject are delivered in the order in which they happened. */
  readonly subject: string
  /** Who did it. */
  readonly actorId: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly payload: Payload
}

/** The event that a declaration stands for. */
export type EventOf<Declaration> =
  Declaration extends EventDeclaration<infer Name, infer Payload> ? SociusEvent<Name, Payload> : never

const nobody: Hearers = Object.freeze({ people: [] })

/**
 * Declares an event.
 * @throws `invalid_option` for a name that is not noun and verb.
 * @example
 * const lessonCompleted = defineEvent('lesson.completed', 1, z.object({ lessonId: z.string(), personId: z.string() }), {
 *   hearers: ({ personId }) => ({ people: [personId] }),
 * })
 */
export function defineEvent<const Name extends string, Payload>(
  name: Name,
  version: number,
  payload: SchemaSource<z.core.$ZodType<Payload>>,
  { hearers = () => nobody }: EventOptions<NoInfer<Payload>> = {},
): EventDeclaration<Name, Payload> {
  if (!/^[a-z][a-z-]*\.[a-z][a-z-]*$/.test(name))
    throw new SociusError('invalid_option', `Not an event's name: ${name}.`)
  const schema = schemaOf(payload)
  return {
    name,
    version,
    get payload() {
      return schema()
    },
    hearers,
  }
}
