import { isSociusError, SociusError } from '@socius/core/client'

/** Why something did not happen, for a caller that has words for each code. */
export type Failure = SociusError

/** What was thrown; `internal` where that has no code. */
export function failureOf(error: unknown): Failure {
  return isSociusError(error) ? error : new SociusError('internal', 'Something went wrong.', { cause: error })
}
