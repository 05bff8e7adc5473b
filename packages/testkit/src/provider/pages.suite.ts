import { check, checkSame, checkSameSet, isSame } from '../store/check.js'
import { live, openProvider, type ProviderCase, pageSizeOf, requireReader } from './provider-case.js'
import type { ProviderSuiteOptions } from './provider-suite-options.js'
import { type PageItem, type PageReader, pageReaders, walkPages } from './walk-pages.js'

/** Rules 3, 7 and 8. */
export function pageCases(options: ProviderSuiteOptions): ProviderCase[] {
  return [...pageReaders(options).flatMap((reader) => casesOf(options, reader)), ...batchCases(options)]
}

function casesOf(options: ProviderSuiteOptions, reader: PageReader): ProviderCase[] {
  const { name, fixture } = reader
  const { limit = 2, edited } = fixture
  const ids = fixture.items.map(({ externalId }) => externalId)
  return [
    {
      rule: 3,
      name: `${name}: a page is not longer than asked for`,
      lacks: null,
      async run() {
        const { provider } = openProvider(options)
        const pageSize = pageSizeOf(provider, name)
        for (const asked of new Set([1, limit, pageSize])) {
          const { items } = await reader.read(provider, { limit: asked })
          check(items.length <= asked, `${items.length} items where ${asked} were asked for`)
          check(items.length <= pageSize, `${items.length} items on a page of ${pageSize}`)
        }
      },
    },
    {
      rule: 7,
      name: `${name}: a page holds the newest first`,
      lacks: null,
      async run() {
        const { provider } = openProvider(options)
        for (const asked of [limit, pageSizeOf(provider, name)]) {
          for (const { items } of await walkPages(reader, provider, { limit: asked })) checkNewestFirst(items)
        }
      },
    },
    {
      rule: 7,
      name: `${name}: following next reaches every item once`,
      lacks: null,
      async run() {
        check(ids.length > limit, `a fixture of more than ${limit} items is needed to have several pages`)
        const { provider } = openProvider(options)
        const pages = await walkPages(reader, provider, { limit })
        check(pages.length > 1, 'there is only one page')
        checkSameSet(idsOf(pages.flatMap(({ items }) => items)), ids, 'the ids of all pages')
      },
    },
    {
      rule: 8,
      name: `${name}: since cuts nothing that is newer`,
      lacks: null,
      async run() {
        const { provider } = openProvider(options)
        const all = (await walkPages(reader, provider, { limit: pageSizeOf(provider, name) })).flatMap(
          ({ items }) => items,
        )
        for (const { publishedAt: since } of all) {
          const newer = idsOf(all.filter(({ publishedAt }) => publishedAt >= since))
          const pages = await walkPages(reader, provider, { limit, since })
          const found = new Set(idsOf(pages.flatMap(({ items }) => items)))
          for (const id of newer) check(found.has(id), `${id} is missing, though it is not older than asked for`)
        }
      },
    },
    {
      rule: 8,
      name: `${name}: a bookmark changes nothing but the page of an unchanged source`,
      lacks: null,
      async run() {
        const { provider } = openProvider(options)
        const request = { limit: pageSizeOf(provider, name) }
        const plain = await reader.read(provider, request)
        if (!plain.bookmark) return
        const { bookmark } = plain
        const unchanged = await reader.read(provider, { ...request, bookmark })
        if (unchanged.items.length > 0) checkSame(unchanged.items, plain.items, 'the items of an unchanged source')
        check(unchanged.items.length > 0 || unchanged.next === null, 'an empty page has a next one')
        if (!edited) return
        const changed = openProvider(options, edited).provider
        const marked = await reader.read(changed, { ...request, bookmark })
        const unmarked = await reader.read(changed, request)
        checkSame(marked.items, unmarked.items, 'the items of a source that has changed')
        check(!isSame(marked.items, plain.items), 'the edit is not seen')
      },
    },
  ]
}

function batchCases(options: ProviderSuiteOptions): ProviderCase[] {
  const { account, lookup } = options
  if (!lookup) return []
  const { expected, unknownId } = lookup
  return [
    {
      rule: 3,
      name: 'lookup: a whole batch is answered, each id once',
      lacks: unknownId ? null : 'lookup.unknownId',
      async run() {
        if (!unknownId) return
        const { provider } = openProvider(options)
        const size = provider.capabilities.lookup?.batchSize ?? 1
        const known = Object.keys(expected)
        const unknown = Array.from({ length: Math.max(0, size - known.length) }, (_, number) => unknownId(number))
        const externalIds = [...known, ...unknown].slice(0, size)
        const { results } = await requireReader(provider, 'lookup')({ account, externalIds, signal: live })
        const answered = results.map((result) =>
          result.state === 'present' ? result.item.externalId : result.externalId,
        )
        checkSame(new Set(answered).size, answered.length, 'the number of ids that are answered once')
        for (const id of answered) check(externalIds.includes(id), `${id} was not asked for`)
      },
    },
  ]
}

function idsOf(items: readonly PageItem[]): string[] {
  return items.map(({ externalId }) => externalId)
}

function checkNewestFirst(items: readonly PageItem[]): void {
  for (const [index, item] of items.entries()) {
    const before = items[index - 1]
    check(!before || before.publishedAt >= item.publishedAt, `${item.externalId} is newer than the item before it`)
  }
}
