import type { EventDeclaration, EventOf } from '../kernel/index.js'
import type { CommandContext } from './context.js'

/** What follows from facts: listens to events, one at a time and in order per subject. */
export interface Reaction {
  /** Unique and lasting: its position in the outbox is kept under this name. */
  readonly name: string
  readonly on: readonly EventDeclaration[]
  /**
   * Runs as the system, in the tenant of the event, in the transaction that moves its position: what it writes and emits
   * happens exactly once. Long work is cut into pieces: do one, and emit an event that brings the next.
   */
  run(event: EventOf<EventDeclaration>, context: CommandContext): Promise<void>
}

/** Declares a reaction; the handler's event is typed by the declarations it listens to. */
export function defineReaction<const Events extends readonly EventDeclaration[]>(parts: {
  name: string
  on: Events
  run(event: EventOf<Events[number]>, context: CommandContext): Promise<void>
}): Reaction {
  // Only events of these declarations are ever delivered to it.
  return parts as unknown as Reaction
}
