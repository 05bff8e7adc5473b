import { describe, expect, it } from 'vitest'
import { createNetwork, type NetworkOptions } from '../index.js'

interface Status {
  readonly id: string
  readonly uri: string
  readonly content: string
  readonly created_at: string
  readonly edited_at: string | null
  readonly in_reply_to_id: string | null
  readonly in_reply_to_account_id: string | null
  readonly favourites_count: number
  readonly replies_count: number
  readonly reblogs_count: number
  readonly reblog: Status | null
  readonly account: { readonly id: string; readonly acct: string }
  readonly tags: readonly { readonly name: string }[]
  readonly media_attachments: readonly object[]
}

function open(options: NetworkOptions = { mastodon: { rateLimit: null } }) {
  const network = createNetwork(options)
  const get = (path: string, host = 'fedi.test') => network.fetch(new URL(path, `https://${host}`))
  const ask = async <Body>(path: string, host?: string) => (await (await get(path, host)).json()) as Body
  const idOf = async (acct: string) => (await ask<{ id: string }>(`/api/v1/accounts/lookup?acct=${acct}`)).id
  return {
    network,
    get,
    ask,
    /** All pages of an account, by the links that the server gives. */
    async readAll(acct: string, query = ''): Promise<Status[]> {
      const found: Status[] = []
      let next: string | null = `/api/v1/accounts/${await idOf(acct)}/statuses?${query}`
      while (next !== null) {
        const answer: Response = await get(next)
        found.push(...((await answer.json()) as Status[]))
        next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null
      }
      return found
    },
    list: async (acct: string, query = '') => ask<Status[]>(`/api/v1/accounts/${await idOf(acct)}/statuses?${query}`),
  }
}

describe('a simulated account of Mastodon', () => {
  it('takes a millisecond for each write, and writes history with `at`', async () => {
    const { network, list } = open()
    const ada = network.mastodon.account('@ada@fedi.test')
    expect(network.mastodon.account('Ada@Fedi.test')).toBe(ada)
    const start = network.clock.now()
    ada.post('one')
    ada.post('two')
    ada.post('before', { at: start - 86_400_000 })
    expect(network.clock.now()).toBe(start + 2)
    const statuses = await list('ada')
    expect(statuses.map(({ content }) => content)).toEqual(['<p>two</p>', '<p>one</p>', '<p>before</p>'])
    expect(Date.parse(statuses[2]?.created_at ?? '')).toBe(start - 86_400_000)
    expect(() => ada.post('tomorrow', { at: network.clock.now() + 1 })).toThrow(RangeError)
    expect(() => network.mastodon.account('ada')).toThrow(TypeError)
    expect(() => network.mastodon.account('a b@fedi.test')).toThrow(TypeError)
  })

  it('marks names, hashtags and addresses as Mastodon does, and escapes the rest', async () => {
    const { network, list } = open()
    const ada = network.mastodon.account('ada@fedi.test')
    network.mastodon.account('ben@far.test')
    ada.post('1 < 2 & @ben@far.test, @nobody\n\n#Rust at https://example.com/a/rather/long/path/indeed')
    const [status] = await list('ada')
    expect(status?.content).toBe(
      '<p>1 &lt; 2 &amp; <span class="h-card" translate="no"><a href="https://far.test/@ben" class="u-url mention">' +
        '@<span>ben</span></a></span>, @nobody</p><p><a href="https://fedi.test/tags/rust" class="mention hashtag" ' +
        'rel="tag">#<span>Rust</span></a> at <a href="https://example.com/a/rather/long/path/indeed" target="_blank" ' +
        'rel="nofollow noopener" translate="no"><span class="invisible">https://</span><span class="ellipsis">' +
        'example.com/a/rather/long/path</span><span class="invisible">/indeed</span></a></p>',
    )
    expect(status?.tags).toEqual([{ name: 'rust', url: 'https://fedi.test/tags/rust' }])
  })

  it('is edited, deleted, liked and passed on, and refuses what is not its own', async () => {
    const { network, list, get } = open()
    const ada = network.mastodon.account('ada@fedi.test')
    const ben = network.mastodon.account('ben@fedi.test')
    const post = ada.post('Hello')
    ben.favourite(post)
    ben.favourite(post)
    const boost = ben.boost(post)
    expect(ben.boost(post)).toEqual(boost)
    network.mastodon.cheer(post, { favourites: 10 })
    expect(ada.edit(post, 'Hello again')).toEqual(post)
    expect((await list('ada'))[0]).toMatchObject({
      content: '<p>Hello again</p>',
      edited_at: new Date(network.clock.now()).toISOString(),
      favourites_count: 11,
      reblogs_count: 1,
    })
    expect((await list('ben'))[0]).toMatchObject({ uri: boost.uri, content: '', reblog: { uri: post.uri } })
    expect(boost.uri).toMatch(/\/activity$/)
    ben.unfavourite(post)
    ben.delete(boost)
    expect((await list('ada'))[0]).toMatchObject({ favourites_count: 10, reblogs_count: 0 })
    expect(await list('ben')).toEqual([])
    ben.boost(post)
    expect(() => ben.delete(post)).toThrow('There is no')
    ada.delete(post)
    expect(() => ada.delete(post)).toThrow('There is no')
    expect((await get(`/api/v1/statuses/${post.id}`)).status).toBe(404)
    // What passed it on goes with it.
    expect(await list('ben')).toEqual([])
  })

  it('shows nobody what is not public, and nothing while it is suspended', async () => {
    const { network, list, get, ask } = open()
    const ada = network.mastodon.account('ada@fedi.test', { displayName: 'Ada' })
    const hidden = ada.post('for friends', { visibility: 'private' })
    ada.post('quietly', { visibility: 'unlisted' })
    expect((await list('ada')).map(({ content }) => content)).toEqual(['<p>quietly</p>'])
    expect((await get(`/api/v1/statuses/${hidden.id}`)).status).toBe(404)
    ada.suspend()
    expect(await ask('/api/v1/accounts/lookup?acct=ada')).toMatchObject({ suspended: true, display_name: '' })
    expect(await list('ada')).toEqual([])
    ada.reinstate()
    expect(await list('ada')).toHaveLength(1)
    ada.close()
    const gone = await get('/api/v1/accounts/lookup?acct=ada')
    expect([gone.status, await gone.json()]).toEqual([404, { error: 'Record not found' }])
  })

  it('is known on other servers by ids of their own', async () => {
    const { network, ask, list } = open()
    const ada = network.mastodon.account('ada@fedi.test')
    const ben = network.mastodon.account('ben@far.test')
    const question = ben.post('Who else?')
    const answer = ada.post('Me', { replyTo: question })
    const [shown] = await list('ada')
    expect(shown?.in_reply_to_id).not.toBe(question.id)
    const [copy] = await ask<Status[]>(`/api/v1/statuses?id[]=${shown?.in_reply_to_id}&id[]=1`)
    expect(copy).toMatchObject({ uri: question.uri, account: { acct: 'ben@far.test' }, replies_count: 1 })
    const thread = await ask<{ descendants: Status[] }>(`/api/v1/statuses/${question.id}/context`, 'far.test')
    expect(thread.descendants).toMatchObject([{ uri: answer.uri, in_reply_to_id: question.id }])
    ben.delete(question)
    expect((await list('ada'))[0]).toMatchObject({
      in_reply_to_id: null,
      in_reply_to_account_id: shown?.in_reply_to_account_id,
    })
  })

  it('is found by hashtags, several at once, whichever server is asked', async () => {
    const { network, ask } = open()
    network.mastodon.account('ada@fedi.test').post('Learning #Rust and #SQL')
    network.mastodon.account('ben@far.test').post('more #rust')
    const find = async (path: string) =>
      (await ask<Status[]>(`/api/v1/timelines/tag/${path}`)).map(({ account }) => account.acct)
    expect(await find('rust')).toEqual(['ben@far.test', 'ada'])
    expect(await find('RUST?all[]=sql')).toEqual(['ada'])
  })
})

describe('a page of a simulated account of Mastodon', () => {
  const count = 123

  function openGenerated() {
    const opened = open()
    const ada = opened.network.mastodon.account('ada@fedi.test')
    return { ...opened, ada, range: ada.generate(count) }
  }

  it('names the next one whenever it is full, and its place from both sides', async () => {
    const { readAll, list, range, network } = openGenerated()
    const all = await readAll('ada', 'limit=40')
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, index) => range.at(count - 1 - index).id))
    expect(network.requests.filter(({ url }) => url.includes('/statuses'))).toHaveLength(4)
    const ids = (statuses: readonly Status[]) => statuses.map(({ id }) => id)
    const [, second, third, fourth] = ids(all)
    expect(ids(await list('ada', `limit=2&min_id=${fourth}`))).toEqual([second, third])
    expect(ids(await list('ada', `since_id=${second}`))).toEqual([all[0]?.id])
    expect(await list('ada', 'limit=1000')).toHaveLength(40)
    expect(await list('ada')).toHaveLength(20)
  })

  it('mixes what was generated with what was written, edited and deleted', async () => {
    const { readAll, list, ada, range } = openGenerated()
    ada.post('Written', { replyTo: range.at(3) })
    ada.edit(range.at(count - 1), 'Edited')
    ada.delete(range.at(count - 2))
    const texts = (await list('ada', 'limit=3')).map(({ id, content }) => [id, content])
    expect(texts.slice(0, 2)).toEqual([
      [expect.any(String), '<p>Written</p>'],
      [range.at(count - 1).id, '<p>Edited</p>'],
    ])
    expect(texts[2]?.[0]).toBe(range.at(count - 3).id)
    expect(await readAll('ada', 'limit=7')).toHaveLength(count)
    const hasMedia = ({ media_attachments: media }: Status) => media.length > 0
    const pictures = (await readAll('ada')).filter(hasMedia)
    expect(pictures.length).toBeGreaterThan(0)
    expect(await readAll('ada', 'limit=7&only_media=true')).toEqual(pictures)
  })

  it('is the same for the same seed', async () => {
    const [one, other] = [openGenerated(), openGenerated()]
    expect(await other.list('ada')).toEqual(await one.list('ada'))
  })
})

describe('the limit of a server', () => {
  it('is told with every answer, kept for each server, and over at the end of its window', async () => {
    const { network, get } = open({ start: 1_767_603_723_456, mastodon: { rateLimit: { calls: 2, per: 60_000 } } })
    network.mastodon.account('ada@fedi.test')
    network.mastodon.account('ben@far.test')
    const path = '/api/v1/accounts/lookup?acct=ada'
    const answers = [await get(path), await get(path)]
    expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['1', '0'])
    const refused = await get(path)
    expect([refused.status, await refused.json()]).toEqual([429, { error: 'Too many requests' }])
    expect(refused.headers.get('x-ratelimit-reset')).toBe('2026-01-05T09:03:00.000000Z')
    expect((await get('/api/v1/accounts/lookup?acct=ben', 'far.test')).status).toBe(200)
    await network.clock.advance(60_000)
    expect((await get(path)).status).toBe(200)
  })
})
