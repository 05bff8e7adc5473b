import type * as z from 'zod/mini'
import type { Actor, EventDeclaration } from '../kernel/index.js'
import type { Collection } from '../store/index.js'
import type { Operation } from './operation.js'
import type { PersonReference } from './person-reference.js'
import type { Reaction } from './reaction.js'

/** The operations of a domain, by the name of their method. */
export type Operations = Readonly<Record<string, OperationLike>>

/** What all operations have in common, whatever they take and give. */
export interface OperationLike {
  readonly name: string
  readonly summary: string
  readonly kind: Operation['kind']
  readonly input: z.core.$ZodType
  readonly output: z.core.$ZodType
}

/** A domain: what it stores, what it announces, what can be asked of it, and what it listens to. */
export interface Module<Ops extends Operations = Operations> {
  readonly name: string
  readonly collections: readonly Collection<{ id: string }>[]
  readonly events: readonly EventDeclaration[]
  readonly operations: Ops
  readonly reactions: readonly Reaction[]
  /** How its rows follow a person who is merged into another: one for each field that says whose a row is. */
  readonly people: readonly PersonReference[]
}

/** How an operation is called from the host: actor first, then the input. */
export type OperationCall<Op> = Op extends {
  readonly input: infer In extends z.core.$ZodType
  readonly output: infer Out extends z.core.$ZodType
}
  ? Record<never, never> extends z.input<In>
    ? (actor: Actor, input?: z.input<In>, options?: CallOptions) => Promise<z.output<Out>>
    : (actor: Actor, input: z.input<In>, options?: CallOptions) => Promise<z.output<Out>>
  : never

export interface CallOptions {
  signal?: AbortSignal
}

/** A domain's public service: a method for each operation. */
export type Service<Ops extends Operations> = { readonly [Name in keyof Ops]: OperationCall<Ops[Name]> }

/** Declares a module and gives it back with its operations' types. */
export function defineModule<const Ops extends Operations>(parts: {
  name: string
  collections?: readonly { readonly name: string }[]
  events?: readonly { readonly name: string }[]
  operations?: Ops
  reactions?: readonly Reaction[]
  people?: readonly PersonReference[]
}): Module<Ops> {
  return {
    name: parts.name,
    // Collections and events of different shapes share a list: they are only ever read by name and shape.
    collections: (parts.collections ?? []) as Module['collections'],
    events: (parts.events ?? []) as Module['events'],
    operations: parts.operations ?? ({} as Ops),
    reactions: parts.reactions ?? [],
    people: parts.people ?? [],
  }
}
