import { type ActivityDraft, isSociusError, type Provider, type SourceAccount } from '@socius/core/provider'
import { createNetwork, type Fault, type Network } from '@socius/testkit/network'
import { afterEach, describe, expect, it } from 'vitest'
import { accountOf, readAll } from '../test-support/read-all.js'
import { bluesky } from './bluesky.js'
import { rss } from './rss.js'

// The real providers on the simulated network: what one reads and the other writes has to be the same language.

const { signal } = new AbortController()

function open() {
  const network = createNetwork({ bluesky: { rateLimit: null } })
  const options = { fetch: network.fetch, clock: network.clock, timeout: 200, maxBytes: 2_000_000 }
  return { network, bluesky: bluesky(options), rss: rss(options) }
}

async function lookUp(provider: Provider, account: SourceAccount, drafts: readonly ActivityDraft[]) {
  const externalIds = drafts.map(({ externalId }) => externalId)
  const publishedAt = new Map(drafts.map((draft) => [draft.externalId, draft.publishedAt]))
  const answer = await provider.readers.lookup?.({ account, externalIds, publishedAt, signal })
  const states = new Map(
    answer?.results.map((result) =>
      result.state === 'present' ? [result.item.externalId, result.state] : [result.externalId, result.state],
    ),
  )
  return externalIds.map((id) => states.get(id))
}

describe('bluesky() on the simulated network', () => {
  function write(network: Network) {
    const ada = network.bluesky.account('ada.test', { displayName: 'Ada', description: 'Learns' })
    const ben = network.bluesky.account('ben.test')
    ada.generate(1000)
    const plain = ada.post('Reading about #Rust with @ben.test at https://example.com/a', { tags: ['learning'] })
    const picture = ada.post('A picture', { images: [{ alt: 'A cup', width: 300, height: 200 }] })
    const question = ben.post('Who else?')
    ada.post('Me', { replyTo: question })
    ada.post('Look', { quote: question, images: [{}] })
    ada.repost(question)
    ben.post('Nice', { replyTo: ada.post('Thread') })
    ben.like(plain)
    return { ada, ben, plain, picture }
  }

  it('reads a profile and every item once, newest first, with nothing refused', async () => {
    const { network, bluesky: provider } = open()
    const { ada } = write(network)
    const { profile } = await provider.readers.profile({ handle: '@ada.test', signal })
    expect(profile).toMatchObject({ externalId: ada.did, handle: 'ada.test', displayName: 'Ada', bio: 'Learns' })
    const { items, rejected, pages } = await readAll(provider, { externalId: ada.did, handle: 'ada.test' })
    expect(rejected).toEqual([])
    expect(pages).toBe(11)
    expect(new Set(items.map(({ externalId }) => externalId)).size).toBe(1006)
    const times = items.map(({ publishedAt }) => publishedAt)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(items.map(({ kind }) => kind).slice(0, 4)).toEqual(['post', 'share', 'share', 'comment'])
  })

  it('reads tags, mentions, pictures and counts as they were written', async () => {
    const { network, bluesky: provider } = open()
    const { ada, ben, plain, picture } = write(network)
    const { items } = await readAll(provider, { externalId: ada.did, handle: 'ada.test' })
    const find = (uri: string) => items.find(({ externalId }) => externalId === uri)
    expect(find(plain.uri)).toMatchObject({
      text: 'Reading about #Rust with @ben.test at https://example.com/a',
      mentions: [{ externalId: ben.did }],
      counts: { likes: 1, comments: 0, shares: 0, views: null },
      version: plain.cid,
      language: 'en',
    })
    expect(new Set(find(plain.uri)?.hashtags.map((tag) => tag.toLowerCase()))).toEqual(new Set(['rust', 'learning']))
    expect(find(picture.uri)?.media).toMatchObject([{ type: 'image', description: 'A cup' }])
  })

  it('sees edits, deletions, new handles and accounts that leave', async () => {
    const { network, bluesky: provider } = open()
    const { ada, plain, picture } = write(network)
    const account = await accountOf(provider, 'ada.test')
    const { items } = await readAll(provider, account)
    const known = items.filter(({ externalId }) => externalId === plain.uri || externalId === picture.uri)
    const edited = ada.edit(plain, 'Edited')
    ada.delete(picture)
    ada.rename('ada-new.test')
    expect(await lookUp(provider, account, known)).toEqual(['gone', 'present'])
    const again = await readAll(provider, account)
    expect(again.items.find(({ externalId }) => externalId === plain.uri)).toMatchObject({
      version: edited.cid,
      text: 'Edited',
      author: { handle: 'ada-new.test' },
    })
    ada.deactivate()
    expect(await lookUp(provider, account, known)).toEqual(['unreadable', 'unreadable'])
    await expect(readAll(provider, account)).rejects.toMatchObject({ code: 'provider_forbidden' })
    ada.reactivate()
    expect((await readAll(provider, account)).items).toHaveLength(1005)
    ada.close()
    await expect(readAll(provider, account)).rejects.toMatchObject({ code: 'provider_not_found' })
  })

  it('reads a thread', async () => {
    const { network, bluesky: provider } = open()
    const ada = network.bluesky.account('ada.test')
    const ben = network.bluesky.account('ben.test')
    const root = ada.post('Root')
    const first = ben.post('First', { replyTo: root })
    const second = ada.post('Second', { replyTo: first })
    const { items } = await provider.readers.comments({
      account: { externalId: ada.did, handle: ada.handle },
      subjectExternalId: root.uri,
      since: null,
      cursor: null,
      limit: 50,
      signal,
    })
    expect(items.map(({ externalId, inReplyTo, text }) => [externalId, inReplyTo, text])).toEqual([
      [second.uri, first.uri, 'Second'],
      [first.uri, null, 'First'],
    ])
  })

  it('sets one bad item aside', async () => {
    const { network, bluesky: provider } = open()
    const { ada } = write(network)
    network.fail({ kind: 'oneBadItem', match: 'getAuthorFeed' })
    const { items, rejected } = await readAll(provider, { externalId: ada.did, handle: 'ada.test' })
    expect(items).toHaveLength(1005)
    expect(rejected).toMatchObject([{ externalId: expect.stringMatching(/^at:/) as string }])
  })
})

describe('rss() on the simulated network', () => {
  function write(network: Network) {
    const blog = network.rss.blog('https://ada.example', { title: 'Ada’s notes', description: 'What I learn' })
    const entries = ['One', 'Two', 'Three'].map((title) =>
      blog.publish({ title, html: `<p>${title} &amp; more</p>`, tags: ['notes'], summary: `About ${title}` }),
    )
    return { blog, entries }
  }

  it('finds the feed by the blog’s address', async () => {
    const { network, rss: provider } = open()
    const { blog } = write(network)
    const { profile } = await provider.readers.profile({ handle: 'ada.example', signal })
    expect(profile).toMatchObject({ displayName: 'Ada’s notes', bio: 'What I learn' })
    expect(Object.values(blog.feeds)).toContain(profile.externalId)
  })

  it.each(['rss', 'atom', 'json'] as const)('reads %s', async (format) => {
    const { network, rss: provider } = open()
    const { blog, entries } = write(network)
    const account = await accountOf(provider, blog.feeds[format])
    const { items, rejected } = await readAll(provider, account)
    expect(rejected).toEqual([])
    expect(items.map(({ title }) => title)).toEqual(['Three', 'Two', 'One'])
    expect(items.map(({ url }) => url)).toEqual(entries.map(({ url }) => url).toReversed())
    expect(items[0]).toMatchObject({ kind: 'article', hashtags: ['notes'], publishedAt: network.clock.now() })
    expect(items[0]?.html).toContain('<p>Three &amp; more</p>')
  })

  it.each(['rss', 'atom', 'json'] as const)('sees edits, deletions and "unchanged" in %s', async (format) => {
    const { network, rss: provider } = open()
    const { blog, entries } = write(network)
    const account = await accountOf(provider, blog.feeds[format])
    const [, two, three] = entries
    if (!two || !three) throw new Error('too few')
    const { items } = await readAll(provider, account)
    const question = { account, since: null, cursor: null, limit: 50, signal }
    const { bookmark = null } = await provider.readers.activities(question)
    expect(bookmark).not.toBeNull()
    expect((await provider.readers.activities({ ...question, bookmark })).items).toEqual([])
    expect(network.requests.at(-1)?.status).toBe(304)
    blog.remove(two)
    blog.edit(three, { title: 'Three, edited' })
    expect(await lookUp(provider, account, items)).toEqual(['present', 'gone', 'present'])
    const changed = await provider.readers.activities({ ...question, bookmark })
    expect(changed.items.map(({ title, editedAt }) => [title, editedAt])).toEqual([
      ['Three, edited', network.clock.now()],
      ['One', null],
    ])
  })

  it('does not take what left the window for deleted', async () => {
    const { network, rss: provider } = open()
    const { blog } = write(network)
    const account = await accountOf(provider, blog.feeds.rss)
    const { items } = await readAll(provider, account)
    for (let index = 0; index < 10; index += 1) blog.publish({ title: `Later ${index}`, html: '' })
    expect(await lookUp(provider, account, items)).toEqual(['unreadable', 'unreadable', 'unreadable'])
  })

  it('sets one bad item aside', async () => {
    for (const format of ['rss', 'atom', 'json'] as const) {
      const { network, rss: provider } = open()
      const { blog } = write(network)
      const account = await accountOf(provider, blog.feeds[format])
      network.fail({ kind: 'oneBadItem' })
      const { items, rejected } = await readAll(provider, account)
      expect([format, items.length, rejected.length]).toEqual([format, 2, 1])
    }
  })
})

describe('what goes wrong on the network', () => {
  const table: readonly (readonly [Fault, string, { retryable: boolean; retryAfter?: number }])[] = [
    [{ kind: 'status', status: 401 }, 'provider_unauthorized', { retryable: false }],
    [{ kind: 'status', status: 403 }, 'provider_forbidden', { retryable: false }],
    [{ kind: 'status', status: 404 }, 'provider_not_found', { retryable: false }],
    [{ kind: 'status', status: 429 }, 'provider_rate_limited', { retryable: true }],
    [
      { kind: 'status', status: 429, resetAfter: 60_000 },
      'provider_rate_limited',
      { retryable: true, retryAfter: 60_000 },
    ],
    [{ kind: 'status', status: 500 }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'status', status: 502 }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'status', status: 503 }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'timeout' }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'reset' }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'reset', midBody: true }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'cutBody' }, 'provider_malformed', { retryable: false }],
    [{ kind: 'wrongShape' }, 'provider_malformed', { retryable: false }],
    [{ kind: 'notJson' }, 'provider_malformed', { retryable: false }],
    [{ kind: 'hugeBody', bytes: 20_000_000 }, 'provider_malformed', { retryable: false }],
  ]

  it.each(table)('%o becomes %s', async (fault, code, { retryable, retryAfter }) => {
    const { network, bluesky: blueskyProvider, rss: rssProvider } = open()
    network.bluesky.account('ada.test').post('Hello')
    const blog = network.rss.blog('https://ada.example')
    blog.publish({ title: 'Hello', html: '<p>Hello</p>' })
    const sources = [
      [blueskyProvider, await accountOf(blueskyProvider, 'ada.test')],
      ...(await Promise.all(
        Object.values(blog.feeds).map(async (feed) => [rssProvider, await accountOf(rssProvider, feed)] as const),
      )),
    ] as const
    // Seconds are all that the headers can say.
    await network.clock.advance(1000 - (network.clock.now() % 1000))
    for (const [provider, account] of sources) {
      const failure = network.fail({ ...fault, times: Infinity })
      const error: unknown = await readAll(provider, account).catch((caught: unknown) => caught)
      expect(error).toMatchObject({ code, retryable, ...(retryAfter !== undefined && { retryAfter }) })
      if (fault.kind === 'hugeBody') expect(network.requests.at(-1)?.sent).toBeLessThan(3_000_000)
      failure.lift()
      expect((await readAll(provider, account)).items).toHaveLength(1)
    }
  })
})

describe('an answer that is nested very deep', () => {
  it('gives no items and does no harm', async () => {
    const { network, bluesky: blueskyProvider, rss: rssProvider } = open()
    const ada = network.bluesky.account('ada.test')
    ada.post('Hello')
    const { feeds } = network.rss.blog('https://ada.example')
    const skies = await accountOf(blueskyProvider, 'ada.test')
    network.fail({ kind: 'deepJson', times: Infinity })
    const page = await readAll(blueskyProvider, skies)
    expect([page.items.length, page.rejected.length]).toEqual([0, 1])
    for (const feed of [feeds.rss, feeds.json]) {
      const answer = await readAll(rssProvider, { externalId: feed, handle: feed }).catch((error: unknown) => error)
      expect([{ items: [] }, { code: 'provider_malformed' }]).toContainEqual(
        isSociusError(answer) ? { code: answer.code } : { items: (answer as { items: unknown }).items },
      )
    }
  })
})

describe('the providers on a port', () => {
  let close: (() => Promise<void>) | undefined
  afterEach(() => close?.())

  it('read the same there', async () => {
    const { network } = open()
    network.bluesky.account('ada.test').generate(150)
    const blog = network.rss.blog('https://ada.example')
    blog.publish({ title: 'Hello', html: '<p>Hello</p>' })
    const server = await network.listen()
    close = server.close
    const skies = bluesky({ appview: server.url })
    expect((await readAll(skies, await accountOf(skies, 'ada.test'))).items).toHaveLength(150)
    const blogs = rss({ allowPrivateHosts: true })
    const { items } = await readAll(blogs, await accountOf(blogs, server.urlOf(blog.url)))
    expect(items).toMatchObject([{ title: 'Hello', url: `${blog.url}/hello-1` }])
  })
})
