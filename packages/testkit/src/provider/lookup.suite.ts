import type { LookedUp, LookupResult, Provider } from '@socius/core/provider'
import { check, checkSame } from '../store/check.js'
import { live, openProvider, type ProviderCase, requireReader } from './provider-case.js'
import type { LookupFixture, ProviderSuiteOptions } from './provider-suite-options.js'

/** Rule 15. */
export function lookupCases(options: ProviderSuiteOptions): ProviderCase[] {
  const { lookup: fixture } = options
  if (!fixture) return []
  const { expected, unreadable } = fixture
  const ask = (provider: Provider): Promise<LookupResult> => askFor(options, fixture, provider)
  return [
    {
      rule: 15,
      name: 'lookup: what became of each id',
      lacks: null,
      async run() {
        const { results } = await ask(openProvider(options).provider)
        const states = new Map(results.map((result) => [idOf(result), result.state]))
        checkSame(states.size, results.length, 'the number of ids that are answered once')
        for (const [id, state] of Object.entries(expected)) {
          // An id without an answer is taken as unreadable.
          checkSame(states.get(id) ?? 'unreadable', state, `the state of ${id}`)
        }
        check(
          Object.values(expected).some((state) => state === 'present' || state === 'counted'),
          'no id is present',
        )
      },
    },
    {
      rule: 15,
      name: 'lookup: a present item is the same as in its page',
      lacks: options.activities ? null : 'activities',
      async run() {
        const { provider } = openProvider(options)
        const { results } = await ask(provider)
        for (const expectedItem of options.activities?.items ?? []) {
          const found = results.find((result) => idOf(result) === expectedItem.externalId)
          if (found?.state !== 'present') continue
          for (const [name, value] of Object.entries(expectedItem)) {
            checkSame(Reflect.get(found.item, name), value, `${expectedItem.externalId}: ${name}`)
          }
        }
      },
    },
    {
      rule: 15,
      name: 'lookup: nothing is gone while the account cannot be read',
      lacks: unreadable ? null : 'lookup.unreadable',
      async run() {
        if (!unreadable) return
        const { provider } = openProvider(options, { platform: unreadable })
        // To fail is just as right: nothing is known then.
        const results = await ask(provider).then(
          (result) => result.results,
          () => [],
        )
        for (const result of results) check(result.state !== 'gone', `${idOf(result)} is gone`)
      },
    },
  ]
}

function askFor({ account }: ProviderSuiteOptions, fixture: LookupFixture, provider: Provider): Promise<LookupResult> {
  const { expected, publishedAt } = fixture
  const externalIds = Object.keys(expected)
  const lookup = requireReader(provider, 'lookup')
  return lookup({ account, externalIds, ...(publishedAt ? { publishedAt } : {}), signal: live })
}

function idOf(result: LookedUp): string {
  return result.state === 'present' ? result.item.externalId : result.externalId
}
