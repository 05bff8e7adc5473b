export type { StoreCall, StoreOperation } from './around-calls.js'
export type { ConcurrencyCase, ConcurrencyContext, OpenStores } from './concurrency-case.js'
export {
  type ConcurrencySuiteOptions,
  concurrencyCases,
  concurrencySuite,
  runConcurrencyCases,
} from './concurrency-suite.js'
export { type CountingStore, countingStore } from './counting-store.js'
export {
  type CrashingStore,
  type CrashPoint,
  type CrashScenario,
  crashEverywhere,
  crashingStore,
  isCrash,
} from './crashing-store.js'
export { type StoreFuzzOptions, type StoreFuzzResult, storeFuzz } from './fuzz/store-fuzz.js'
export { type FaultFindings, type FindFaultOptions, findFault } from './mutants/find-fault.js'
export type { Detector, StoreMutant } from './mutants/store-mutant.js'
export { storeMutants } from './mutants/store-mutants.js'
export type { OpenStore, OptionalPart, StoreCase, StoreCaseGroup, StoreContext } from './store-case.js'
export { type FailedCase, runStoreCases, storeCases } from './store-cases.js'
export { type StoreSuiteOptions, storeSuite } from './store-suite.js'
