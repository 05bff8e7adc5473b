import { aggregateMutants } from './aggregate-mutants.js'
import { concurrentMutants } from './concurrent-mutants.js'
import { readingMutants } from './reading-mutants.js'
import type { StoreMutant } from './store-mutant.js'
import { transactionMutants } from './transaction-mutants.js'
import { valueMutants } from './value-mutants.js'
import { writingMutants } from './writing-mutants.js'

/** Faults that adapters are known to have. Whoever changes the suite or the fuzz checks that each is still found. */
export const storeMutants: readonly StoreMutant[] = [
  ...valueMutants,
  ...readingMutants,
  ...aggregateMutants,
  ...writingMutants,
  ...transactionMutants,
  ...concurrentMutants,
]
