export { unspeakable } from './bad-answers.js'
export type { ProviderCase } from './provider-case.js'
export {
  type FailedProviderCase,
  providerCases,
  type RunProviderCasesOptions,
  runProviderCases,
} from './provider-cases.js'
export { providerSuite } from './provider-suite.js'
export type {
  CommentsFixture,
  ItemFixture,
  ItemVariation,
  LookupFixture,
  PageFixture,
  PlatformAnswers,
  ProfileFixture,
  ProviderSuiteOptions,
  ProviderWiring,
  ReaderFixture,
} from './provider-suite-options.js'
