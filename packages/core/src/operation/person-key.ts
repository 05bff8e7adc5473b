import type { Collection, ScalarField } from '../store/index.js'
import type { PersonKeyOptions } from './person-options.js'
import type { PersonReference } from './person-reference.js'

/**
 * Declares that a field says whose a row is, and that the row's id is derived from it: there is one of a kind for a person,
 * so rows of two people can fall together. The rows are kept in the journal until the merge is undone: a collection that
 * holds what somebody wrote is no collection for this.
 */
export function definePersonKey<Row extends { id: string }>(
  collection: Collection<Row>,
  field: ScalarField<NoInfer<Row>> | readonly ScalarField<NoInfer<Row>>[],
  options: PersonKeyOptions<NoInfer<Row>>,
): PersonReference {
  const keys: readonly ScalarField<Row>[] = typeof field === 'string' ? [field] : field
  return {
    // Read by name and shape only.
    collection: collection as unknown as Collection<{ id: string }>,
    fields: [...keys, ...(options.also ?? [])],
    ...(options.only && { part: options.only.part }),
    atOnce: false,
    notesAtOnce: 200,
    async steps() {
      const { personKeySteps } = await import('./person-steps/index.js')
      return personKeySteps<Row>(collection, keys, options)
    },
  }
}
