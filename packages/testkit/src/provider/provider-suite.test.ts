import { parseKeywordQuery } from '@socius/core/provider'
import { describe, expect, it } from 'vitest'
import { runProviderCases } from './provider-cases.js'
import { providerSuite } from './provider-suite.js'
import type { ProviderSuiteOptions } from './provider-suite-options.js'
import { sampleNow, samplePlatform, samplePosts } from './sample-platform.js'
import { type Fault, sampleProvider } from './sample-provider.js'

const change = (id: string, changed: object) =>
  samplePosts.map((post) => (post.id === id ? { ...post, ...changed } : post))

function sampleOptions(...faults: readonly Fault[]): ProviderSuiteOptions {
  return {
    create: (wiring) => sampleProvider(wiring, new Set(faults)),
    platform: samplePlatform(),
    now: sampleNow,
    account: { externalId: 'u1', handle: 'ada' },
    sources: [
      { account: { externalId: 'u1', handle: 'ada' }, source: 'api.example' },
      { account: { externalId: 'u2', handle: 'bob@other.example' }, source: 'other.example' },
    ],
    profile: {
      handle: 'ada',
      requests: ['GET https://api.example/users/ada?v=1'],
      profile: { externalId: 'u1', displayName: 'Ada', followers: null },
    },
    activities: {
      requests: ['GET https://api.example/users/u1/posts?limit=10'],
      items: samplePosts.map(({ id, text, createdAt }) => ({
        externalId: id,
        text,
        publishedAt: Date.parse(createdAt),
      })),
      counts: ['likes'],
      broken: { platform: samplePlatform({ posts: change('c', { text: 7 }) }), externalId: 'c' },
      edited: { platform: samplePlatform({ posts: change('c', { text: 'Another text' }) }), externalId: 'c' },
      future: {
        platform: samplePlatform({ posts: change('e', { createdAt: '2037-01-01T00:00:00Z' }) }),
        externalId: 'e',
      },
    },
    search: {
      requests: ['GET https://api.example/search?q=post&limit=10'],
      query: { op: 'words', text: 'post' },
      narrower: { query: parseKeywordQuery('post -c lang:en OR -lang:en'), items: ['e', 'd', 'b', 'a'] },
      unsupported: { op: 'language', language: 'en' },
      items: samplePosts.map(({ id, text, createdAt }) => ({
        externalId: id,
        text,
        publishedAt: Date.parse(createdAt),
      })),
      counts: ['likes'],
    },
    lookup: {
      requests: ['GET https://api.example/posts?ids=e,a,x'],
      expected: { e: 'present', a: 'present', x: 'gone' },
      unknownId: (number) => `x${number}`,
      unreadable: samplePlatform({ hidden: true }),
    },
    item: {
      requests: ['GET https://api.example/posts?ids=c'],
      externalId: 'c',
      item: { text: 'Post c', counts: { likes: 2, comments: null, shares: null, views: null } },
      pages: ['https://sample.example/p/c'],
      another: { address: 'z', item: { text: 'Post z' } },
      foreign: ['https://other.example/p/c'],
    },
  }
}

providerSuite('sample', sampleOptions())

const seeded: readonly (readonly [Fault, number])[] = [
  ['has a new name each time', 1],
  ['claims another reader', 2],
  ['ignores the limit', 3],
  ['gives the same id twice', 4],
  ['gives ids that change', 4],
  ['gives zero for counts it does not know', 5],
  ['gives seconds', 6],
  ['lies about the future', 6],
  ['puts the oldest first', 7],
  ['repeats the last item of a page', 7],
  ['cuts what is newer', 8],
  ['asks twice', 9],
  ['counts requests wrongly', 9],
  ['keeps state', 9],
  ['logs', 9],
  ['retries', 9],
  ['sleeps', 9],
  ['ignores the signal', 10],
  ['fails with one broken item', 11],
  ['calls every error unavailable', 12],
  ['forgets the reset', 12],
  ['takes anything for an empty page', 12],
  ['ignores the time limit', 12],
  ['lets the body into errors', 13],
  ['lets the query into errors', 13],
  ['lets the cause into errors', 13],
  ['ignores the cap', 14],
  ['calls missing posts gone though the account is hidden', 15],
  ['finds what was not asked for', 16],
  ['does not count what a search leaves out', 16],
  ['searches for everything', 16],
  ['gives one source to all servers', 17],
  ['fails for an account it does not know', 17],
  ['has a new source each time', 17],
  ['asks whatever address it is given', 18],
  ['knows an item by its id only', 18],
  ['reads an item otherwise than its page', 18],
  ['refuses an address without saying why', 18],
  ['takes the address of another server for its own', 18],
  ['takes the item of somebody else for its own', 18],
]

describe('the provider suite', () => {
  it.each(seeded)('sees a provider that %s', async (fault, rule) => {
    const failed = await runProviderCases(sampleOptions(fault), { rule, stopAtFirst: true })
    expect(failed.map((failure) => failure.rule)).toEqual([rule])
  })

  it('says what its fixtures lack', async () => {
    const { activities, ...options } = sampleOptions()
    expect(activities).toBeDefined()
    const failed = await runProviderCases(options)
    expect(failed.map(({ name }) => name)).toEqual(['every reader is proved here'])
  })
})
