import { SociusError } from '../kernel/index.js'
import type { CommandContext } from '../operation/index.js'
import { personCreated } from './person.events.js'
import { emptyPerson, person } from './person.js'

/**
 * Whatever is written in somebody's name passes here: the person is there from now on, made with empty fields if the host
 * has not introduced them yet, and is not merged away until the transaction ends.
 * @throws `conflict` when the person was merged into another; `details.mergedInto` says into whom.
 */
export async function ensurePerson(context: CommandContext, personId: string): Promise<void> {
  const { store, clock } = context
  if ((await hold(context, [personId])) === 1) return
  const now = clock.now()
  const made = await store.insert(person, [{ ...emptyPerson, id: personId, createdAt: now, updatedAt: now }])
  if (made.length > 0) context.emit(personCreated, { subject: personId, payload: { personId } })
  // Somebody else has made the person meanwhile, or it is merged.
  else if ((await hold(context, [personId])) !== 1) await refuseMerged(context, [personId])
}

/**
 * As {@link ensurePerson}, for several and without making anybody: whom the host has not introduced stays unknown.
 * @throws `conflict` when one of them was merged into another.
 */
export async function holdPeople(context: CommandContext, personIds: readonly string[]): Promise<void> {
  if ((await hold(context, personIds)) < personIds.length) await refuseMerged(context, personIds)
}

/**
 * Holds the person's row until the transaction ends, merged or not. Of two calls that change what a person has only one
 * of, the second sees what the first has done.
 */
export async function holdPerson({ store }: CommandContext, personId: string): Promise<void> {
  await store.update(person, { where: { id: personId }, add: { createdAt: 0 } })
}

/** How many of them are there and not merged; those are held. A merge waits for whoever holds one of its two people. */
function hold({ store }: CommandContext, personIds: readonly string[]): Promise<number> {
  return store.update(person, { where: { id: { in: personIds }, mergedInto: null }, add: { createdAt: 0 } })
}

async function refuseMerged({ store }: CommandContext, personIds: readonly string[]): Promise<void> {
  const rows = await store.get(person, personIds)
  const merged = rows.find((row) => row !== null && row.mergedInto !== null)
  if (merged) throw mergedAway(merged.id, merged.mergedInto)
}

/** Says where somebody went in whose name nothing is written any more. */
export function mergedAway(personId: string, mergedInto: string | null): SociusError {
  return new SociusError('conflict', 'This person was merged into another.', { details: { personId, mergedInto } })
}
