import type { ReaderName } from '@socius/core/provider'
import { check, checkSameSet } from '../store/check.js'
import { openProvider, type ProviderCase, readerCalls } from './provider-case.js'
import type { ProviderSuiteOptions } from './provider-suite-options.js'

/** Rules 1 and 2: what a provider says about itself. */
export function describeProviderCases(options: ProviderSuiteOptions): ProviderCase[] {
  return [
    {
      rule: 1,
      name: 'the platform has a name that does not change',
      lacks: null,
      async run() {
        const [first, second] = [openProvider(options).provider, openProvider(options).provider]
        check(/^[a-z][a-z0-9-]{0,29}$/.test(first.platform), `${first.platform} is not a platform's name`)
        check(first.platform === second.platform, 'two providers have different platforms')
        check(first.title.trim() !== '', 'the platform has no title')
      },
    },
    {
      rule: 2,
      name: 'the capability table has a row for every reader and for no other',
      lacks: null,
      async run() {
        const { capabilities, readers } = openProvider(options).provider
        checkSameSet(Object.keys(capabilities), Object.keys(readers), 'the capabilities and the readers')
        for (const [name, capability] of Object.entries(capabilities)) {
          check(Number.isSafeInteger(capability.pageSize) && capability.pageSize >= 1, `${name}: not a page size`)
          const { batchSize, price } = capability
          check(batchSize === null || (Number.isSafeInteger(batchSize) && batchSize >= 1), `${name}: not a batch size`)
          check(name !== 'lookup' || batchSize !== null, 'lookup: how many ids does one call take?')
          check(price.perCall >= 0 && price.perItem >= 0, `${name}: not a price`)
        }
      },
    },
    {
      rule: 2,
      name: 'every reader is proved here',
      lacks: null,
      async run() {
        const proved = readerCalls(options).map(({ name }): ReaderName => name)
        checkSameSet(proved, Object.keys(openProvider(options).provider.readers), 'the fixtures and the readers')
      },
    },
  ]
}
