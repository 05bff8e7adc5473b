import type { Counts } from '@socius/core/provider'
import { check, checkSame, isSame, print } from '../store/check.js'
import { live, openProvider, type ProviderCase, pageSizeOf } from './provider-case.js'
import type { PlatformAnswers, ProviderSuiteOptions } from './provider-suite-options.js'
import { type PageItem, type PageReader, pageReaders, walkPages } from './walk-pages.js'

const countNames = ['likes', 'comments', 'shares', 'views'] as const satisfies readonly (keyof Counts)[]

/** Rules 4 to 6, and that a draft says what its platform says. */
export function draftCases(options: ProviderSuiteOptions): ProviderCase[] {
  return [profileCase(options), ...pageReaders(options).flatMap((reader) => itemCases(options, reader))]
}

function profileCase(options: ProviderSuiteOptions): ProviderCase {
  return {
    rule: 4,
    name: 'profile: an account has one external id, and the members expected',
    lacks: null,
    async run() {
      const { handle, profile: expected } = options.profile
      const { provider } = openProvider(options)
      const { profile } = await provider.readers.profile({ handle, signal: live })
      checkMembers(profile, expected, 'the profile')
    },
  }
}

function itemCases(options: ProviderSuiteOptions, reader: PageReader): ProviderCase[] {
  const { name, fixture } = reader
  const read = (platform?: PlatformAnswers): Promise<PageItem[]> => readAll(options, reader, platform)
  const { edited, future } = fixture
  return [
    {
      rule: 4,
      name: `${name}: every item has an id of its own, and the members expected`,
      lacks: null,
      async run() {
        const items = await read()
        checkSame(new Set(items.map(({ externalId }) => externalId)).size, items.length, 'the number of different ids')
        for (const expected of fixture.items) {
          const item = items.find(({ externalId }) => externalId === expected.externalId)
          check(item !== undefined, `${expected.externalId} is missing`)
          checkMembers(item, expected, expected.externalId)
        }
      },
    },
    {
      rule: 4,
      name: `${name}: an item that was edited keeps its id`,
      lacks: edited ? null : `${name}.edited`,
      async run() {
        if (!edited) return
        const [before, after] = [await read(), await read(edited.platform)]
        const find = (items: readonly PageItem[]) => items.find(({ externalId }) => externalId === edited.externalId)
        check(find(before) !== undefined, `${edited.externalId} is not there before the edit`)
        check(find(after) !== undefined, `${edited.externalId} is not there after the edit`)
        check(!isSame(find(before), find(after)), 'the edit is not seen')
        checkSame(after.length, before.length, 'the number of items')
      },
    },
    {
      rule: 5,
      name: `${name}: counts that the platform does not give are null, and the others whole numbers`,
      lacks: null,
      async run() {
        for (const { externalId, counts } of await read()) {
          for (const count of countNames) {
            const value = counts[count]
            const given = fixture.counts.includes(count)
            check(value === null || given, `${externalId}: ${count} is ${value}, but the platform gives none`)
            check(value === null || (Number.isSafeInteger(value) && value >= 0), `${externalId}: ${count} is ${value}`)
          }
        }
      },
    },
    {
      rule: 6,
      name: `${name}: times are whole milliseconds and not later than now`,
      lacks: null,
      run: async () => checkTimes(await read(), options.now),
    },
    {
      rule: 6,
      name: `${name}: a time that the author sets is not later than the platform's own`,
      lacks: future ? null : `${name}.future`,
      async run() {
        if (!future) return
        const items = await read(future.platform)
        check(
          items.some(({ externalId }) => externalId === future.externalId),
          `${future.externalId} is missing`,
        )
        checkTimes(items, options.now)
      },
    },
  ]
}

async function readAll(options: ProviderSuiteOptions, reader: PageReader, platform?: PlatformAnswers) {
  const { provider } = openProvider(options, platform ? { platform } : {})
  const pages = await walkPages(reader, provider, { limit: pageSizeOf(provider, reader.name) })
  return pages.flatMap(({ items }) => items)
}

function checkTimes(items: readonly PageItem[], now: number): void {
  for (const { externalId, publishedAt, editedAt } of items) {
    for (const [what, time] of Object.entries({ publishedAt, editedAt })) {
      check(time === null || Number.isSafeInteger(time), `${externalId}: ${what} is ${time}`)
      check(time === null || time <= now, `${externalId}: ${what} is later than now`)
      // Nothing was published on the web before it was there: such a number is in seconds.
      check(time === null || time >= Date.UTC(1990, 0, 1), `${externalId}: ${what} is not in milliseconds`)
    }
  }
}

function checkMembers(actual: object, expected: object, what: string): void {
  for (const [name, value] of Object.entries(expected)) {
    const found: unknown = Reflect.get(actual, name)
    check(isSame(found, value), `${what}: ${name}\n  expected ${print(value)}\n  received ${print(found)}`)
  }
}
