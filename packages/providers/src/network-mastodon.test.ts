import type { SourceAccount } from '@socius/core/provider'
import { createNetwork, type Fault, type Network } from '@socius/testkit/network'
import { describe, expect, it } from 'vitest'
import { readAll } from '../test-support/read-all.js'
import { cassetteNames, hasRecordings, replay } from './mastodon/recorded-traffic.fixture.js'
import { mastodon } from './mastodon.js'

// The real reader on simulated servers: what one reads and the others write has to be the same language.

const { signal } = new AbortController()

function open() {
  const network = createNetwork({ mastodon: { rateLimit: null } })
  const provider = mastodon({ fetch: network.fetch, clock: network.clock, timeout: 200, maxBytes: 2_000_000 })
  return { network, provider }
}

function write(network: Network) {
  const ada = network.mastodon.account('ada@fedi.test', { displayName: 'Ada', note: 'Learns' })
  const ben = network.mastodon.account('ben@far.test')
  ada.generate(200)
  const plain = ada.post('Reading about #Rust with @ben@far.test at https://example.com/a')
  const picture = ada.post('A picture', { images: [{ description: 'A cup', width: 300, height: 200 }] })
  const question = ben.post('Who else?')
  const reply = ada.post('Me', { replyTo: question })
  const quote = ada.post('Look', { quote: question })
  const boost = ada.boost(question)
  ben.favourite(plain)
  const account: SourceAccount = { externalId: ada.uri, handle: ada.handle }
  return { ada, ben, account, plain, picture, question, reply, quote, boost }
}

async function lookUp(provider: ReturnType<typeof mastodon>, account: SourceAccount, externalIds: readonly string[]) {
  const { results } = await provider.readers.lookup({ account, externalIds, signal })
  const states = results.map((each) => [each.state === 'present' ? each.item.externalId : each.externalId, each.state])
  return externalIds.map((id) => states.find(([found]) => found === id)?.[1])
}

describe('mastodon() on simulated servers', () => {
  it('reads a profile and every item once, newest first, with nothing refused', async () => {
    const { network, provider } = open()
    const { ada, account, reply, quote, boost, question } = write(network)
    const { profile } = await provider.readers.profile({ handle: '@ada@fedi.test', signal })
    expect(profile).toMatchObject({ externalId: ada.uri, handle: 'ada@fedi.test', displayName: 'Ada', bio: 'Learns' })
    const { items, rejected, pages } = await readAll(provider, account)
    expect(rejected).toEqual([])
    expect(pages).toBe(6)
    expect(new Set(items.map(({ externalId }) => externalId)).size).toBe(205)
    const times = items.map(({ publishedAt }) => publishedAt)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(items.slice(0, 3)).toMatchObject([
      { externalId: boost.uri, kind: 'share', text: null, shareOf: question.uri },
      { externalId: quote.uri, kind: 'share', shareOf: question.uri },
      { externalId: reply.uri, kind: 'comment', text: 'Me', inReplyTo: question.uri },
    ])
  })

  it('reads tags, mentions, pictures and counts as they were written', async () => {
    const { network, provider } = open()
    const { account, plain, picture, ben } = write(network)
    const { items } = await readAll(provider, account)
    const find = (uri: string) => items.find(({ externalId }) => externalId === uri)
    expect(find(plain.uri)).toMatchObject({
      text: 'Reading about #Rust with @ben at https://example.com/a',
      url: plain.url,
      hashtags: ['rust'],
      mentions: [{ handle: ben.handle }],
      counts: { likes: 1, comments: 0, shares: 0, views: null },
      language: 'en',
      audience: 'public',
    })
    expect(find(picture.uri)?.media).toMatchObject([{ type: 'image', description: 'A cup', width: 300, height: 200 }])
  })

  it('sees edits, deletions and accounts that leave', async () => {
    const { network, provider } = open()
    const { ada, account, plain, picture, boost, ben } = write(network)
    ada.edit(plain, 'Edited')
    ada.delete(picture)
    const ids = [plain.uri, picture.uri, boost.uri]
    expect(await lookUp(provider, account, ids)).toEqual(['present', 'gone', 'present'])
    const { items } = await readAll(provider, account)
    expect(items.find(({ externalId }) => externalId === plain.uri)).toMatchObject({
      text: 'Edited',
      editedAt: expect.any(Number) as number,
    })
    ben.close()
    expect(await lookUp(provider, account, ids)).toEqual(['present', 'gone', 'gone'])
    ada.suspend()
    expect(await lookUp(provider, account, ids)).toEqual(['unreadable', 'unreadable', 'unreadable'])
    await expect(readAll(provider, account)).rejects.toMatchObject({ code: 'provider_forbidden' })
    ada.reinstate()
    expect((await readAll(provider, account)).items).toHaveLength(203)
    ada.close()
    await expect(readAll(provider, account)).rejects.toMatchObject({ code: 'provider_not_found' })
  })

  it('reads a thread over several servers, and an item by its page', async () => {
    const { network, provider } = open()
    const ada = network.mastodon.account('ada@fedi.test')
    const ben = network.mastodon.account('ben@far.test')
    const root = ada.post('Root')
    const first = ben.post('First', { replyTo: root })
    const second = ada.post('Second', { replyTo: first })
    ben.post('For friends', { replyTo: root, visibility: 'private' })
    const account = { externalId: ada.uri, handle: ada.handle }
    const question = { account, subjectExternalId: root.uri, since: null, cursor: null, limit: 50, signal }
    const { items } = await provider.readers.comments(question)
    expect(items.map(({ externalId, inReplyTo, text }) => [externalId, inReplyTo, text])).toEqual([
      [second.uri, first.uri, 'Second'],
      [first.uri, null, 'First'],
    ])
    const { item } = await provider.readers.item({ account, address: second.url, signal })
    expect(item).toMatchObject({ externalId: second.uri, text: 'Second', inReplyTo: first.uri })
  })

  it('searches the network by hashtags', async () => {
    const { network } = open()
    write(network)
    network.mastodon.account('cleo@far.test').post('Also #rust and #sql')
    const provider = mastodon({ fetch: network.fetch, clock: network.clock, searchServer: 'https://far.test' })
    const query = { op: 'hashtag', tag: 'rust' } as const
    const page = await provider.readers.search?.({ query, since: null, cursor: null, limit: 2, signal })
    expect(page?.items[0]?.text).toBe('Also #rust and #sql')
    expect(page?.items).toHaveLength(2)
    expect(page?.next).not.toBeNull()
  })

  it('sets one bad item aside', async () => {
    const { network, provider } = open()
    const { account } = write(network)
    network.fail({ kind: 'oneBadItem', match: /accounts\/\d+\/statuses/ })
    const { items, rejected } = await readAll(provider, account)
    expect(items).toHaveLength(204)
    expect(rejected).toMatchObject([{ externalId: expect.stringMatching(/^https:\/\/fedi\.test\//) as string }])
  })
})

describe('what goes wrong on a simulated server', () => {
  const table: readonly (readonly [Fault, string, { retryable: boolean; retryAfter?: number }])[] = [
    [{ kind: 'status', status: 401 }, 'provider_unauthorized', { retryable: false }],
    [{ kind: 'status', status: 403 }, 'provider_forbidden', { retryable: false }],
    [{ kind: 'status', status: 404 }, 'provider_not_found', { retryable: false }],
    [
      { kind: 'status', status: 429, resetAfter: 60_000 },
      'provider_rate_limited',
      { retryable: true, retryAfter: 60_000 },
    ],
    [{ kind: 'status', status: 500 }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'status', status: 503 }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'timeout' }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'reset', midBody: true }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'cutBody' }, 'provider_malformed', { retryable: false }],
    [{ kind: 'wrongShape' }, 'provider_malformed', { retryable: false }],
    [{ kind: 'notJson' }, 'provider_malformed', { retryable: false }],
    [{ kind: 'deepJson' }, 'provider_malformed', { retryable: false }],
  ]

  it.each(table)('%o becomes %s', async (fault, code, { retryable, retryAfter }) => {
    const { network, provider } = open()
    const ada = network.mastodon.account('ada@fedi.test')
    ada.post('Hello')
    const account = { externalId: ada.uri, handle: ada.handle }
    const failure = network.fail({ ...fault, times: Infinity })
    const error: unknown = await readAll(provider, account).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code, retryable, ...(retryAfter !== undefined && { retryAfter }) })
    failure.lift()
    expect((await readAll(provider, account)).items).toHaveLength(1)
  })
})

describe.skipIf(!hasRecordings)('a simulated status beside recorded ones', () => {
  // What only members are told.
  const ofMembers = new Set(['favourited', 'reblogged', 'muted', 'bookmarked', 'pinned', 'filtered'])

  const shapeOf = (entity: object) =>
    Object.keys(entity)
      .filter((name) => !ofMembers.has(name))
      .join(' ')

  it('has the same fields in the same order', async () => {
    const recorded = await replay(cassetteNames())
    const { network } = open()
    const { ada, plain, boost, quote } = write(network)
    const ask = async (path: string) => {
      const answer = await network.fetch(`https://fedi.test/api/v1/${path}`)
      return shapeOf((await answer.json()) as object)
    }
    const statuses = [...recorded.entities('in_reply_to_id').values()].map(shapeOf)
    for (const { id } of [plain, boost, quote]) expect(statuses).toContain(await ask(`statuses/${id}`))
    const accounts = [...recorded.entities('display_name').values()].map(shapeOf)
    expect(accounts).toContain(await ask(`accounts/${/\d+$/.exec(ada.uri)?.[0]}`))
    await recorded.close()
  })
})
