import type * as z from 'zod'
import { SociusError } from './error.js'

/** The declaration of an event: its name, its version, and the shape of what it says. */
export interface EventDeclaration<Name extends string = string, Payload = unknown> {
  /** Noun and verb, the verb in the past: `activity.created`. */
  readonly name: Name
  /** Raised when the payload changes in a way that an old handler would misread. */
  readonly version: number
  readonly payload: z.ZodType<Payload>
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

/**
 * Declares an event.
 * @throws `invalid_option` for a name that is not noun and verb.
 */
export function defineEvent<const Name extends string, Payload>(
  name: Name,
  version: number,
  payload: z.ZodType<Payload>,
): EventDeclaration<Name, Payload> {
  if (!/^[a-z][a-z-]*\.[a-z][a-z-]*$/.test(name))
    throw new SociusError('invalid_option', `Not an event's name: ${name}.`)
  return { name, version, payload }
}
