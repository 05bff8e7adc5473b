import type { Actor } from '../kernel/index.js'
import type { EventsOptions, LiveEvent } from './live-event.js'

type Call = (actor: Actor, ...rest: never[]) => Promise<unknown>

/** Whether it is a service: a record of operations, and no method of the social system itself. */
type IsService<Value> = Value extends (...given: never[]) => unknown
  ? false
  : Value extends Readonly<Record<string, Call>>
    ? true
    : false

/** An operation without its actor: who asks is known from the client. */
export type ClientCall<Operation> = Operation extends (actor: Actor, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never

/** What stands beside the services. */
export interface ClientHandle {
  /**
   * What happens, as the server announces it, from now on or after an event that was seen before. Ends when the signal
   * fires; a lost connection is made again.
   * @throws `unsupported` when the server has no live events; what else keeps it from listening for good.
   */
  events(options?: EventsOptions): AsyncIterable<LiveEvent>
}

/**
 * The services of a social system as somebody uses them who is not the host: the same over HTTP and in process. Made of
 * `typeof social`, so that modules of the host's own are in it.
 */
export type Client<Social> = {
  readonly [Name in keyof Social as IsService<Social[Name]> extends true ? Exclude<Name, 'events'> : never]: {
    readonly [Method in keyof Social[Name]]: ClientCall<Social[Name][Method]>
  }
} & ClientHandle
