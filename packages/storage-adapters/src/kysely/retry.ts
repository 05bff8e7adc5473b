import { isSociusError } from '@socius/core/store'
import type { Session } from './session.js'

const maxAttempts = 5

/**
 * Repeats work that another transaction pushed aside. Not inside a transaction: there the whole of it is undone, and
 * only who began it can begin again.
 */
export async function retried<Result>(session: Session, attempt: () => Promise<Result>): Promise<Result> {
  if (session.inTransaction) return attempt()
  for (let count = 1; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      if (count === maxAttempts || !isSociusError(error, 'store_conflict')) throw error
      await new Promise((resolve) => setTimeout(resolve, count * 5 * (0.5 + Math.random())))
    }
  }
}
