import { answerCases } from './answers.suite.js'
import { conductCases } from './conduct.suite.js'
import { describeProviderCases } from './describe-provider.suite.js'
import { draftCases } from './drafts.suite.js'
import { itemCases } from './item.suite.js'
import { lookupCases } from './lookup.suite.js'
import { pageCases } from './pages.suite.js'
import type { ProviderCase } from './provider-case.js'
import type { ProviderSuiteOptions } from './provider-suite-options.js'
import { searchCases } from './search.suite.js'
import { sourceCases } from './sources.suite.js'

/** Every case of the provider suite, in the order of the rules. */
export function providerCases(options: ProviderSuiteOptions): ProviderCase[] {
  const cases = [
    ...describeProviderCases(options),
    ...draftCases(options),
    ...pageCases(options),
    ...conductCases(options),
    ...answerCases(options),
    ...lookupCases(options),
    ...searchCases(options),
    ...sourceCases(options),
    ...itemCases(options),
  ]
  return cases.toSorted((left, right) => left.rule - right.rule)
}

/** A case that did not hold. */
export interface FailedProviderCase {
  readonly rule: number
  readonly name: string
  readonly error: unknown
}

export interface RunProviderCasesOptions {
  /** Only the cases of one rule. @default all */
  readonly rule?: number
  /** Ends with the first case that fails. @default false */
  readonly stopAtFirst?: boolean
}

/** Runs the provider suite without a test runner. Cases that the fixtures do not allow are left out. */
export async function runProviderCases(
  options: ProviderSuiteOptions,
  { rule: only, stopAtFirst = false }: RunProviderCasesOptions = {},
): Promise<FailedProviderCase[]> {
  const failed: FailedProviderCase[] = []
  for (const { rule, name, lacks, run } of providerCases(options)) {
    if (lacks !== null || (only !== undefined && rule !== only)) continue
    try {
      await run()
    } catch (error) {
      failed.push({ rule, name, error })
      if (stopAtFirst) break
    }
  }
  return failed
}
