import { isSociusError, type Provider } from '@socius/core/provider'
import { check, checkFails, checkSame, print } from '../store/check.js'
import { live, openProvider, type ProviderCase, requireReader } from './provider-case.js'
import type { ItemFixture, ProviderSuiteOptions } from './provider-suite-options.js'

/** Rule 18. */
export function itemCases(options: ProviderSuiteOptions): ProviderCase[] {
  const { account, activities, item: fixture } = options
  if (!fixture) return []
  const { another, externalId, foreign, pages } = fixture
  const read = (provider: Provider, address: string) =>
    requireReader(provider, 'item')({ account, address, signal: live }).then((result) => result.item)
  return [
    {
      rule: 18,
      name: 'item: an external id and every address of its page lead to the same draft',
      lacks: pages.length > 0 ? null : 'item.pages',
      async run() {
        const { provider } = openProvider(options)
        const item = await read(provider, externalId)
        checkSame(item.externalId, externalId, 'the external id')
        checkMembers(item, fixture.item, 'the item')
        for (const page of pages.flatMap(decorate)) checkSame(await read(provider, page), item, print(page))
      },
    },
    {
      rule: 18,
      name: 'item: the draft is the same as in its page',
      lacks: activities ? null : 'activities',
      async run() {
        const expected = activities?.items.find((each) => each.externalId === externalId)
        check(expected !== undefined, `${externalId} is none of the activities`)
        checkMembers(await read(openProvider(options).provider, externalId), expected, 'the item')
      },
    },
    {
      rule: 18,
      name: 'item: an item of somebody else is given as it is',
      lacks: another ? null : 'item.another',
      async run() {
        if (!another) return
        const item = await read(openProvider(options).provider, another.address)
        checkMembers(item, another.item, 'the item')
        check(item.author.externalId !== account.externalId, 'it is by the account')
      },
    },
    {
      rule: 18,
      name: 'item: what names no item of the platform is refused as an address, and nobody else is asked',
      lacks: foreign.length > 0 ? null : 'item.foreign',
      async run() {
        for (const address of [...foreign, ...hostile, ...pages.flatMap(disguise)]) {
          const { provider, requests } = openProvider(options)
          const error = await checkFails(() => read(provider, address), ['invalid_input'], print(address))
          checkSame(error.details['reason'], 'address', `the reason of ${print(address)}`)
          checkHosts(options, fixture, requests, address)
        }
      },
    },
    {
      rule: 18,
      name: 'item: a text that is no address finds nothing, and asks nobody else',
      lacks: null,
      async run() {
        for (const address of texts) {
          const { provider, requests } = openProvider(options)
          const error: unknown = await read(provider, address).catch((thrown: unknown) => thrown)
          const isRefused = isSociusError(error, 'invalid_input') || isSociusError(error, 'provider_not_found')
          check(isRefused, `${print(address)} ended with ${String(error)}`)
          checkHosts(options, fixture, requests, address)
        }
      },
    },
  ]
}

/** What a server must not be made to fetch, and what no program should take for an address. */
const hostile = [
  'http://169.254.169.254/latest/meta-data/',
  'http://127.0.0.1:8080/1',
  'http://[::1]/1',
  'https://localhost/users/1/statuses/1',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://',
  `https://${'a'.repeat(5000)}.example/1`,
  '',
  ' ',
]

const texts = ['..', '../../etc/passwd', '%2e%2e%2f', '\0', '0', '-1', '__proto__', '?q=1', '#', 'x'.repeat(10_000)]

/** The page as it looks after it has been passed on. */
function decorate(page: string): string[] {
  if (!page.startsWith('https://')) return [page]
  const joint = page.includes('?') ? '&' : '?'
  const [path = '', query] = page.split('?')
  return [
    page,
    ` ${page}\n`,
    `${path.replace(/\/?$/, '/')}${query === undefined ? '' : `?${query}`}`,
    `${page}${joint}utm_source=share&utm_medium=social`,
    `${page}#reply`,
    page.replace('https://', ''),
    page.replace(/^https:\/\/[^/]+/, (origin) => origin.toUpperCase()),
  ]
}

/** Addresses that only look like the page. */
function disguise(page: string): string[] {
  if (!URL.canParse(page) || !page.startsWith('https://')) return []
  const { host } = new URL(page)
  return [
    page.replace(host, `ada:secret@${host}`),
    page.replace(host, `${host}@169.254.169.254`),
    page.replace(host, `${host}.evil.example`),
    page.replace(host, `evil.example/${host}`),
    page.replace('https:', 'ftp:'),
  ]
}

function checkHosts(
  options: ProviderSuiteOptions,
  fixture: ItemFixture,
  requests: readonly Request[],
  address: string,
): void {
  const known = [...fixture.requests, ...options.profile.requests].map(
    (line) => new URL(line.replace(/^\w+ /, '')).host,
  )
  for (const { url } of requests)
    check(known.includes(new URL(url).host), `${print(address)} made it ask ${print(url)}`)
}

function checkMembers(actual: object, expected: object, what: string): void {
  for (const [name, value] of Object.entries(expected)) checkSame(Reflect.get(actual, name), value, `${what}: ${name}`)
}
