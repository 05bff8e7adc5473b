import { afterAll, beforeAll, describe, test } from 'vitest'
import { canRun, createContext, type OpenStore } from './store-case.js'
import { storeCases } from './store-cases.js'
import { suiteCollections } from './suite-collections.js'

export interface StoreSuiteOptions {
  /** Milliseconds that one case may take. @default 60000 */
  timeout?: number
}

/**
 * Registers the tests that prove an adapter, rule by rule, with vitest. A test's name starts with the number of the rule
 * in the store contract. A test of a part that the adapter does not have (`search: false`, no `ddl`, no `drift`) is
 * skipped.
 * @param open Opens an adapter on an empty database. It is called once for all cases, and again by the few that need a
 * database of their own; several may be open at once.
 * @example
 * storeSuite('memory', async () => {
 *   const adapter = memoryStore()
 *   return { adapter, close: () => adapter.close() }
 * })
 */
export function storeSuite(name: string, open: () => Promise<OpenStore>, options: StoreSuiteOptions = {}): void {
  const timeout = options.timeout ?? 60_000
  describe(`store suite: ${name}`, () => {
    let opened: OpenStore | undefined
    let number = 0
    beforeAll(async () => {
      opened = await open()
      await opened.adapter.prepare(suiteCollections)
    }, timeout)
    afterAll(() => opened?.close(), timeout)

    for (const { concern, cases } of storeCases) {
      describe(concern, () => {
        for (const testCase of cases) {
          number += 1
          const label = `case-${number}`
          test(`${testCase.rule} ${testCase.name}`, { timeout }, async ({ skip }) => {
            if (!opened) throw new Error('The database did not open.')
            if (!canRun(testCase, opened)) skip(`needs ${testCase.needs.join(', ')}`)
            await testCase.run(createContext(opened.adapter, label, open))
          })
        }
      })
    }
  })
}
