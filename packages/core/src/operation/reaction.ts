import type { EventDeclaration, EventOf } from '../kernel/index.js'
import type { CommandContext } from './context.js'

/** What follows from facts: listens to events, in order per subject. */
export interface Reaction {
  /** Unique and lasting: its position in the outbox is kept under this name. */
  readonly name: string
  readonly on: readonly EventDeclaration[]
  /**
   * Runs as the system, in the tenant of the events, in the transaction that moves its position: what it writes and emits
   * happens exactly once. The events are those of one transaction, in their order. Long work is cut into pieces: do one,
   * and emit an event that brings the next.
   */
  runAll(events: readonly EventOf<EventDeclaration>[], context: CommandContext): Promise<void>
}

interface ReactionParts<Event> {
  name: string
  on: readonly EventDeclaration[]
  run(event: Event, context: CommandContext): Promise<void>
}

interface BatchReactionParts<Event> {
  name: string
  on: readonly EventDeclaration[]
  /** All that one transaction announced at once, a page of a sync say: for work that a batch does in one statement. */
  runAll(events: readonly Event[], context: CommandContext): Promise<void>
}

/**
 * Declares a reaction, to one event at a time (`run`) or to all that one transaction announced (`runAll`). The handler's
 * events are typed by the declarations it listens to.
 */
export function defineReaction<const Events extends readonly EventDeclaration[]>(
  parts: { on: Events } & (ReactionParts<EventOf<Events[number]>> | BatchReactionParts<EventOf<Events[number]>>),
): Reaction {
  const { name, on } = parts
  // Only events of these declarations are ever delivered to it.
  if ('runAll' in parts) return { name, on, runAll: parts.runAll as Reaction['runAll'] }
  const run = parts.run as (event: EventOf<EventDeclaration>, context: CommandContext) => Promise<void>
  return {
    name,
    on,
    async runAll(events, context) {
      for (const event of events) await run(event, context)
    },
  }
}
