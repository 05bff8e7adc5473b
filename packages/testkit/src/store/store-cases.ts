import { accumulate } from './accumulate.suite.js'
import { aggregate } from './aggregate.suite.js'
import { branches } from './branches.suite.js'
import { claim } from './claim.suite.js'
import { cursor } from './cursor.suite.js'
import { errors } from './errors.suite.js'
import { get } from './get.suite.js'
import { insert } from './insert.suite.js'
import { isolation } from './isolation.suite.js'
import { query } from './query.suite.js'
import { remove } from './remove.suite.js'
import { search } from './search.suite.js'
import { canRun, createContext, type OpenStore, type StoreCaseGroup } from './store-case.js'
import { structure } from './structure.suite.js'
import { suiteCollections } from './suite-collections.js'
import { transaction } from './transaction.suite.js'
import { update } from './update.suite.js'
import { upsert } from './upsert.suite.js'
import { values } from './values.suite.js'

/** Every case of the store suite, by concern. */
export const storeCases: readonly StoreCaseGroup[] = [
  values,
  get,
  query,
  branches,
  cursor,
  aggregate,
  insert,
  upsert,
  update,
  accumulate,
  claim,
  remove,
  transaction,
  isolation,
  search,
  structure,
  errors,
]

/** A case that did not hold. */
export interface FailedCase {
  readonly rule: number
  readonly name: string
  readonly error: unknown
}

/**
 * Runs the store suite without a test runner, each case in tenants of its own.
 * @param stopAtFirst Ends with the first case that fails. @default false
 */
export async function runStoreCases(
  open: () => Promise<OpenStore>,
  { stopAtFirst = false }: { stopAtFirst?: boolean } = {},
): Promise<FailedCase[]> {
  const opened = await open()
  const failed: FailedCase[] = []
  try {
    await opened.adapter.prepare(suiteCollections)
    let number = 0
    for (const testCase of storeCases.flatMap((group) => group.cases)) {
      number += 1
      if (!canRun(testCase, opened)) continue
      try {
        await testCase.run(createContext(opened.adapter, `case-${number}`, open))
      } catch (error) {
        failed.push({ rule: testCase.rule, name: testCase.name, error })
        if (stopAtFirst) break
      }
    }
  } finally {
    await opened.close()
  }
  return failed
}
