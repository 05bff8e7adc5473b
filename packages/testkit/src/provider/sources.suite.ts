import type { SourceAccount } from '@socius/core/provider'
import { check, checkSame, print } from '../store/check.js'
import { openProvider, type ProviderCase } from './provider-case.js'
import type { ProviderSuiteOptions } from './provider-suite-options.js'

/** Accounts as no provider would have made them, but as a row that was written by another may hold them. */
const strangeIds = [
  '',
  ' ',
  '\0',
  'https://',
  'http://[',
  'HTTPS://UPPER.EXAMPLE/A',
  `https://${'a.'.repeat(300)}example/`,
]

/** Rule 17. */
export function sourceCases(options: ProviderSuiteOptions): ProviderCase[] {
  const { account, sources } = options
  const known = sources ?? []
  const accounts: SourceAccount[] = [account, ...known.map((each) => each.account)]
  const strange = strangeIds.map((externalId) => ({ externalId, handle: externalId }))
  return [
    {
      rule: 17,
      name: 'a source is a short text in lower case, the same each time, for any account and without a request',
      lacks: null,
      async run() {
        const { provider, requests } = openProvider(options)
        for (const each of [...accounts, ...strange]) {
          const source = provider.sourceOf?.(each)
          if (source === undefined && provider.sourceOf === undefined) continue
          const isShort = typeof source === 'string' && source.length >= 1 && source.length <= 200
          check(isShort && source === source.toLowerCase(), `the source of ${print(each)} is ${print(source)}`)
          checkSame(openProvider(options).provider.sourceOf?.(each), source, 'the source, asked of another provider')
        }
        checkSame(requests.length, 0, 'the number of requests')
      },
    },
    {
      rule: 17,
      name: 'the accounts of one server share a source, and those of two do not',
      lacks: null,
      async run() {
        const { provider } = openProvider(options)
        checkSame(provider.sourceOf !== undefined, sources !== undefined, 'whether the platform is many servers')
        check(
          sources === undefined || new Set(sources.map(({ source }) => source)).size >= 2,
          'the fixtures name fewer than two servers',
        )
        for (const each of known) checkSame(provider.sourceOf?.(each.account), each.source, print(each.account))
      },
    },
  ]
}
