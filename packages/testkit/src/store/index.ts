export type { ConcurrencyCase, ConcurrencyContext, OpenStores } from './concurrency-case.js'
export { concurrencyCases, concurrencySuite, runConcurrencyCases } from './concurrency-suite.js'
export {
  type OpenStore,
  type OptionalPart,
  type StoreCase,
  type StoreCaseGroup,
  type StoreContext,
} from './store-case.js'
export { type FailedCase, runStoreCases, storeCases } from './store-cases.js'
export { type StoreSuiteOptions, storeSuite } from './store-suite.js'
