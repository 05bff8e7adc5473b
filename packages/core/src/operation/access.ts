import { type Actor, isPrivileged } from '../kernel/index.js'
import type { Access } from './operation.js'

/** Whoever the host has let in. */
export const anybody: Access<unknown> = () => true

/** The system and the tenant's admins. */
export const privileged: Access<unknown> = isPrivileged

/** The person whom the input names (the actor, when it names nobody), and whoever may act for everybody. */
export const thePersonConcerned: Access<{ personId?: string | undefined }> = (actor, { personId }) =>
  personId === undefined || actsFor(actor, personId)

/** Whether the actor is that person or may act for everybody. */
export function actsFor(actor: Actor, personId: string): boolean {
  return actor.id === personId || isPrivileged(actor)
}
