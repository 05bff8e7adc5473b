import type { PersonReference, PersonSteps } from '../../operation/index.js'

/** A reference whose steps are there. */
export type MovingReference = Omit<PersonReference, 'steps'> & PersonSteps
