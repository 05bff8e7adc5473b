import { CheckError } from '../store/check.js'

// What a call may take that has nothing to wait for: a reader that sleeps, retries or waits for ever takes longer.
const patience = 2000

/** @throws what the work throws, or CheckError when it is not done in time */
export async function settleSoon<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CheckError(`The call was not done after ${patience} ms.`)), patience)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
