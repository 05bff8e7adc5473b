import { SociusError } from '../kernel/index.js'
import type { ReadStore } from '../operation/index.js'
import { type Person, person } from '../person/index.js'

/**
 * The person, or whoever that one turned out to be.
 * @throws `not_found`
 */
export async function requirePerson(store: ReadStore, personId: string): Promise<Person> {
  const [row] = await store.get(person, [personId])
  if (!row) throw personNotFound(personId)
  // Ends: nobody is merged into somebody who is merged already, so nobody comes back to where they began.
  return row.mergedInto === null ? row : requirePerson(store, row.mergedInto)
}

export function personNotFound(personId: string): SociusError {
  return new SociusError('not_found', 'There is no such person.', { details: { personId } })
}
