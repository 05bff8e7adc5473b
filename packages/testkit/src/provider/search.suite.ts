import { type KeywordQuery, matchKeywordQuery, type SearchPage } from '@socius/core/provider'
import { check, checkFails, checkSameSet } from '../store/check.js'
import { live, openProvider, type ProviderCase, pageSizeOf, requireReader } from './provider-case.js'
import type { ProviderSuiteOptions } from './provider-suite-options.js'

/** Rule 16: a search says what it could not ask, and finds nothing but what was asked for. */
export function searchCases(options: ProviderSuiteOptions): ProviderCase[] {
  const { search } = options
  if (!search) return []
  const { query, narrower, unsupported } = search
  const read = (wanted: KeywordQuery): Promise<SearchPage> => {
    const { provider } = openProvider(options)
    const limit = pageSizeOf(provider, 'search')
    return requireReader(provider, 'search')({ query: wanted, since: null, cursor: null, limit, signal: live })
  }
  return [
    {
      rule: 16,
      name: 'search: what is found is what was asked for, and it says what it asked',
      lacks: null,
      async run() {
        const { items, asked } = await read(query)
        check(items.length > 0, 'nothing is found')
        check(asked !== '', 'it does not say what it asked')
        checkWanted(query, items)
      },
    },
    {
      rule: 16,
      name: 'search: what the platform could not be told is left out, and counted',
      lacks: narrower ? null : 'search.narrower',
      async run() {
        if (!narrower) return
        const { items, filtered } = await read(narrower.query)
        checkWanted(narrower.query, items)
        const found = items.map(({ externalId }) => externalId)
        checkSameSet(found, narrower.items, 'the items that the query wants')
        check(filtered !== null && filtered > 0, 'it does not say that it left items out')
      },
    },
    {
      rule: 16,
      name: 'search: a query of which the platform can be told nothing is refused',
      lacks: unsupported ? null : 'search.unsupported',
      async run() {
        if (!unsupported) return
        await checkFails(() => read(unsupported), ['unsupported'], 'a query that cannot be told')
      },
    },
  ]
}

function checkWanted(query: KeywordQuery, items: SearchPage['items']): void {
  const matches = matchKeywordQuery(query)
  for (const item of items) check(matches(item), `${item.externalId} is not what was asked for`)
}
