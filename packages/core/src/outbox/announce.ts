import type { Actor, Clock, EventDeclaration, IdSource, SociusEvent } from '../kernel/index.js'
import type { Store } from '../store/index.js'
import { outbox } from './outbox.js'

/** Says that something happened; the event leaves with the transaction, or not at all. */
export type Emit = <Name extends string, Payload>(
  event: EventDeclaration<Name, Payload>,
  occurrence: { subject: string; payload: NoInfer<Payload> },
) => void

/** Collects what one transaction announces. */
export interface Announcements {
  readonly emit: Emit
  /** Writes the entry, if anything was announced. Called last in the transaction, when its locks are held. */
  write(store: Store): Promise<void>
  /** The events, for the in-process tap after the commit. */
  events(): readonly SociusEvent[]
}

export function createAnnouncements(options: { actor: Actor; clock: Clock; newId: IdSource }): Announcements {
  const { actor, clock, newId } = options
  const at = clock.now()
  const id = newId()
  const announced: { name: string; version: number; subject: string; payload: unknown }[] = []
  return {
    emit: (event, { subject, payload }) => {
      announced.push({ name: event.name, version: event.version, subject, payload })
    },
    write: async (store) => {
      if (announced.length === 0) return
      await store.insert(outbox, [{ id, seq: 0, batch: null, at, actorId: actor.id, events: announced }])
    },
    events: () => unpack({ id, at, actorId: actor.id, tenant: actor.tenant, events: announced }),
  }
}

/** The events of an entry. Their ids are the entry's and their place in it, the same at every delivery. */
export function unpack(entry: {
  id: string
  at: number
  actorId: string
  tenant: string
  events: readonly { name: string; version: number; subject: string; payload: unknown }[]
}): readonly SociusEvent[] {
  const { tenant, actorId, at } = entry
  return entry.events.map((event, place) => ({ ...event, id: `${entry.id}:${place}`, tenant, actorId, at }))
}
