import { type KyselyHandle, toCompiledQuery } from '../handle.js'
import { isBusy } from './errors.js'

const waitLimit = 5000

/**
 * Tries until no other connection holds the database, for five seconds. SQLite can wait by itself, but blocks the event
 * loop meanwhile, on which the holder may be waiting to go on.
 */
export async function untilFree<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + waitLimit
  for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())))
    }
  }
}

/**
 * Takes the write lock at the start: a transaction that reads first and writes later fails when another process wrote
 * in between, and cannot be helped by waiting.
 */
export function beginImmediate<Result>(
  handle: KyselyHandle,
  work: (handle: KyselyHandle) => Promise<Result>,
): Promise<Result> {
  return handle.connection().execute(async (connection) => {
    await untilFree(() => say(connection, 'begin immediate'))
    try {
      const result = await work(connection)
      await say(connection, 'commit')
      return result
    } catch (error) {
      // Some failures (a full disk) end the transaction by themselves; the first error is the one that counts.
      await say(connection, 'rollback').catch(() => {})
      throw error
    }
  })
}

async function say(connection: KyselyHandle, sql: string): Promise<void> {
  await connection.executeQuery(toCompiledQuery(sql, []))
}
