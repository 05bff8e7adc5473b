import { SociusError } from '@socius/core/store'

/** Runs one piece of work at a time, in the order asked. */
export type WriteQueue = <Result>(work: () => Promise<Result>) => Promise<Result>

/**
 * @param waitLimit Milliseconds. Work that has waited longer is refused: what it waits for may be waiting for it, which
 * is the case when a transaction calls the store that it was opened on.
 */
export function createWriteQueue(waitLimit: number): WriteQueue {
  let held = 0
  let last: Promise<void> = Promise.resolve()

  return async (work) => {
    const before = last
    const turn = Promise.withResolvers<void>()
    last = turn.promise
    held += 1
    try {
      if (held > 1) await settleWithin(waitLimit, before)
      return await work()
    } finally {
      held -= 1
      // Work that gave up waiting leaves its place, but lets nobody pass those that are before it.
      void before.then(turn.resolve)
    }
  }
}

async function settleWithin(milliseconds: number, before: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const message =
      'Waited too long for another write to end. Inside a transaction, use the store that it hands out: a call on the outer store waits for the transaction itself.'
    late.reject(new SociusError('store_conflict', message, { retryable: true }))
  }, milliseconds)
  try {
    await Promise.race([before, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
