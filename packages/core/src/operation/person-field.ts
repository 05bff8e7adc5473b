import type { Collection, ScalarField } from '../store/index.js'
import type { PersonFieldOptions } from './person-options.js'
import type { PersonReference } from './person-reference.js'

/**
 * Declares that a field says whose a row is, and that the row's id does not depend on it.
 * @example definePersonField(note, 'authorId', { orderBy: 'at' })
 */
export function definePersonField<Row extends { id: string }>(
  collection: Collection<Row>,
  field: ScalarField<NoInfer<Row>>,
  options: PersonFieldOptions<NoInfer<Row>> = {},
): PersonReference {
  return {
    // Read by name and shape only.
    collection: collection as unknown as Collection<{ id: string }>,
    fields: [field],
    atOnce: options.atOnce ?? false,
    notesAtOnce: 1,
    async steps() {
      const { personFieldSteps } = await import('./person-steps/index.js')
      return personFieldSteps<Row>(collection, field, options)
    },
  }
}
