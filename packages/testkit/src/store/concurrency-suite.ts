import { afterAll, beforeAll, describe, test } from 'vitest'
import { type ConcurrencyCase, createConcurrencyContext, type OpenStores } from './concurrency-case.js'
import { concurrentTurns } from './concurrent-turns.suite.js'
import { concurrentWrites } from './concurrent-writes.suite.js'
import type { FailedCase } from './store-cases.js'
import type { StoreSuiteOptions } from './store-suite.js'
import { suiteCollections } from './suite-collections.js'

/** Every case of the concurrency suite. */
export const concurrencyCases: readonly ConcurrencyCase[] = [...concurrentWrites, ...concurrentTurns]

export interface ConcurrencySuiteOptions extends StoreSuiteOptions {
  /**
   * Whether a transaction holds only the rows that it wrote, so that others write beside it: then a claim has to pass
   * over held rows at once. Without it writers may take turns. @default false
   */
  rowLocks?: boolean
}

/** How many work at once. */
const workers = 8

/**
 * Registers the tests of what single calls cannot show: counters, guards, claims, batches and numbering under eight
 * workers at once. `store_conflict` is retried; nothing else may go wrong.
 * @param openMany Opens that many adapters on one empty database. The suite begins with four of them preparing it.
 * @example
 * concurrencySuite('memory', async (count) => {
 *   const adapter = memoryStore()
 *   return { adapters: Array(count).fill(adapter), close: () => adapter.close() }
 * })
 */
export function concurrencySuite(
  name: string,
  openMany: (count: number) => Promise<OpenStores>,
  options: ConcurrencySuiteOptions = {},
): void {
  const { timeout = 120_000, rowLocks = false } = options
  describe(`store concurrency: ${name}`, () => {
    let opened: OpenStores | undefined
    beforeAll(async () => {
      opened = await openMany(workers)
      await Promise.all(opened.adapters.slice(0, 4).map((adapter) => adapter.prepare(suiteCollections)))
    }, timeout)
    afterAll(() => opened?.close(), timeout)

    for (const [position, { rule, name: title, run }] of concurrencyCases.entries()) {
      test(`${rule} ${title}`, { timeout }, async () => {
        if (!opened) throw new Error('The database did not open.')
        await run(createConcurrencyContext(opened.adapters, `worker-case-${position}`, rowLocks))
      })
    }
  })
}

/** Runs the concurrency suite without a test runner; see {@link concurrencySuite}. */
export async function runConcurrencyCases(
  openMany: (count: number) => Promise<OpenStores>,
  { stopAtFirst = false, rowLocks = false }: { stopAtFirst?: boolean; rowLocks?: boolean } = {},
): Promise<FailedCase[]> {
  const opened = await openMany(workers)
  const failed: FailedCase[] = []
  try {
    await Promise.all(opened.adapters.slice(0, 4).map((adapter) => adapter.prepare(suiteCollections)))
    for (const [position, { rule, name, run }] of concurrencyCases.entries()) {
      try {
        await run(createConcurrencyContext(opened.adapters, `worker-case-${position}`, rowLocks))
      } catch (error) {
        failed.push({ rule, name, error })
        if (stopAtFirst) break
      }
    }
  } finally {
    await opened.close()
  }
  return failed
}
