import { createNetwork, type Fault, type Network } from '@socius/testkit/network'
import { afterEach, describe, expect, it } from 'vitest'
import { accountOf, readAll } from '../test-support/read-all.js'
import { published } from './devto/forem.fixture.js'
import { devto } from './devto.js'

// The real reader on the simulated DEV: what one reads and the other writes has to be the same language.

const { signal } = new AbortController()

function open() {
  const network = createNetwork({ devto: { rateLimit: null } })
  const provider = devto({ fetch: network.fetch, clock: network.clock, timeout: 200, maxBytes: 4_000_000 })
  return { network, provider }
}

function write(network: Network) {
  const ada = network.devto.account('ada', { name: 'Ada', summary: 'Learns' })
  const ben = network.devto.account('ben')
  ada.generate(120)
  const cover = 'https://pictures.example/cover.png'
  const html = '<p>One &amp; two</p>'
  const plain = ada.publish({ title: 'Notes', html, tags: ['rust', 'learning'], description: 'In short', cover })
  ben.react(plain)
  ben.comment(plain, '<p>Nice</p>')
  return { ada, ben, plain, account: { externalId: String(ada.id), handle: 'ada' } }
}

async function stateOf(provider: ReturnType<typeof devto>, network: Network, id: number) {
  const account = { externalId: String(network.devto.account('ada').id), handle: 'ada' }
  const { results } = await provider.readers.lookup({ account, externalIds: [String(id)], signal })
  return results[0]?.state
}

describe('devto() on the simulated DEV', () => {
  it('reads a profile and every article once, newest first, in pages of any size', async () => {
    const { network, provider } = open()
    const { ada, account, plain } = write(network)
    const { profile } = await provider.readers.profile({ handle: '@Ada', signal })
    expect(profile).toMatchObject({ externalId: String(ada.id), handle: 'ada', displayName: 'Ada', bio: 'Learns' })
    for (const limit of [1000, 50, 7]) {
      const { items, rejected } = await readAll(provider, account, limit)
      expect(rejected).toEqual([])
      expect(new Set(items.map(({ externalId }) => externalId)).size).toBe(121)
      const times = items.map(({ publishedAt }) => publishedAt)
      expect(times).toEqual(times.toSorted((a, b) => b - a))
      expect(items[0]).toMatchObject({
        externalId: String(plain.id),
        kind: 'article',
        title: 'Notes',
        text: 'In short',
        url: plain.url,
        hashtags: ['rust', 'learning'],
        counts: { likes: 1, comments: 1, shares: null, views: null },
        media: [{ type: 'image', url: 'https://pictures.example/cover.png' }],
      })
    }
  })

  it('sees edits, what is taken back, new names and accounts that leave', async () => {
    const { network, provider } = open()
    const { ada, account, plain } = write(network)
    ada.edit(plain, { html: '<p>Other</p>', title: 'Better notes' })
    const { items } = await readAll(provider, account)
    expect(items[0]).toMatchObject({ title: 'Better notes', editedAt: network.clock.now() })
    expect(await stateOf(provider, network, plain.id)).toBe('present')
    ada.unpublish(plain)
    expect(await stateOf(provider, network, plain.id)).toBe('gone')
    ada.rename('ada_l')
    expect((await readAll(provider, account)).items).toHaveLength(120)
    ada.close()
    await expect(readAll(provider, account)).rejects.toMatchObject({ code: 'provider_not_found' })
  })

  it('reads a thread, without what was deleted in it, and an article by its page', async () => {
    const { network, provider } = open()
    const { ada, ben, account, plain } = write(network)
    const root = ben.comment(plain, '<p>Root</p>')
    const reply = ada.comment(plain, '<p>Reply</p>', { replyTo: root })
    ben.deleteComment(root)
    const question = { account, subjectExternalId: String(plain.id), since: null, cursor: null, limit: 50, signal }
    const { items } = await provider.readers.comments(question)
    expect(
      items.map(({ externalId, inReplyTo, text, author }) => [externalId, inReplyTo, text, author.handle]),
    ).toEqual([
      [reply.id, root.id, 'Reply', 'ada'],
      [expect.any(String), null, 'Nice', 'ben'],
    ])
    const { item } = await provider.readers.item({ account, address: plain.url, signal })
    expect(item).toMatchObject({ externalId: String(plain.id), title: 'Notes' })
  })

  it('sets one bad article aside', async () => {
    const { network, provider } = open()
    const { account } = write(network)
    network.fail({ kind: 'oneBadItem' })
    const { items, rejected } = await readAll(provider, account)
    expect([items.length, rejected.length]).toEqual([120, 1])
    expect(rejected[0]?.externalId).toMatch(/^\d+$/)
  })

  it('answers with the fields that Forem publishes', async () => {
    const { network } = open()
    const { plain } = write(network)
    const ask = async <Body>(path: string) =>
      (await network.fetch(`${network.devto.host}/api/${path}`)).json() as Promise<Body>
    const fieldsOf = (value: unknown) => Object.keys(Object(value) as object)
    const [example] = published<object[]>('articles')
    const [listed] = await ask<object[]>('articles?username=ada')
    const optional = new Set(['organization', 'flare_tag'])
    expect(fieldsOf(listed)).toEqual(expect.arrayContaining(fieldsOf(example).filter((name) => !optional.has(name))))
    expect(fieldsOf(await ask('users/by_username?url=ada'))).toEqual(fieldsOf(published('user')))
    const [comment] = published<object[]>('comments')
    const [given] = await ask<object[]>(`comments?a_id=${plain.id}`)
    expect(fieldsOf(given)).toEqual(fieldsOf(comment))
    expect(fieldsOf(Reflect.get(Object(given) as object, 'user'))).toEqual(
      fieldsOf(Reflect.get(Object(comment) as object, 'user')),
    )
  })
})

describe('what goes wrong on the simulated DEV', () => {
  const table: readonly (readonly [Fault, string, { retryable: boolean; retryAfter?: number }])[] = [
    [{ kind: 'status', status: 401 }, 'provider_unauthorized', { retryable: false }],
    [{ kind: 'status', status: 403 }, 'provider_forbidden', { retryable: false }],
    [{ kind: 'status', status: 404 }, 'provider_not_found', { retryable: false }],
    [
      { kind: 'status', status: 429, resetAfter: 30_000 },
      'provider_rate_limited',
      { retryable: true, retryAfter: 30_000 },
    ],
    [{ kind: 'status', status: 502 }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'timeout' }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'reset' }, 'provider_unavailable', { retryable: true }],
    [{ kind: 'cutBody' }, 'provider_malformed', { retryable: false }],
    [{ kind: 'wrongShape' }, 'provider_malformed', { retryable: false }],
    [{ kind: 'notJson' }, 'provider_malformed', { retryable: false }],
  ]

  it.each(table)('%o becomes %s', async (fault, code, { retryable, retryAfter }) => {
    const { network, provider } = open()
    network.devto.account('ada').publish({ title: 'Hello', html: '<p>Hello</p>' })
    const account = await accountOf(provider, 'ada')
    const failure = network.fail({ ...fault, times: Infinity })
    const error: unknown = await readAll(provider, account).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code, retryable, ...(retryAfter !== undefined && { retryAfter }) })
    failure.lift()
    expect((await readAll(provider, account)).items).toHaveLength(1)
  })
})

describe('the simulated DEV on a port', () => {
  let close: (() => Promise<void>) | undefined
  afterEach(() => close?.())

  it('reads the same there', async () => {
    const { network } = open()
    network.devto.account('ada').generate(15)
    const server = await network.listen()
    close = server.close
    const provider = devto({ host: server.urlOf(network.devto.host) })
    expect((await readAll(provider, await accountOf(provider, 'ada'))).items).toHaveLength(15)
  })
})
