import type { FilterGrammar } from './predicate.js'
import type { SessionGrammar } from './session.js'
import type { Fragment } from './sql.js'
import type { Representation } from './table.js'

/** How a database writes what all of them can say. */
export interface Grammar extends Representation, SessionGrammar {
  readonly filters: FilterGrammar
  /** Whether null sorts above every value unless the statement says otherwise. */
  readonly nullsHigh: boolean
  /** `min` or `max` of a column. */
  extreme(measure: 'min' | 'max', column: Fragment, kind: string): Fragment
}
