import { describe, expect, it } from 'vitest'
import { createNetwork, type Network, type NetworkOptions } from '../index.js'

interface PostView {
  readonly uri: string
  readonly cid: string
  readonly record: { readonly text: string; readonly reply?: unknown; readonly facets?: readonly unknown[] }
  readonly likeCount: number
  readonly indexedAt: string
}

interface Feed {
  readonly feed: readonly { readonly post: PostView; readonly reason?: { readonly $type: string } }[]
  readonly cursor?: string
}

function open(options?: NetworkOptions) {
  const network = createNetwork(options)
  return { network, ask: <Body>(method: string, params: Params = {}) => ask<Body>(network, method, params) }
}

type Params = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

async function ask<Body>(network: Network, method: string, params: Params): Promise<Body> {
  const url = new URL(`/xrpc/${method}`, network.bluesky.origin)
  for (const [name, value] of Object.entries(params)) {
    for (const item of typeof value === 'object' ? value : [value]) {
      if (item !== undefined) url.searchParams.append(name, String(item))
    }
  }
  const answer = await network.fetch(url)
  return (await answer.json()) as Body
}

const authorFeed = 'app.bsky.feed.getAuthorFeed'
const listRecords = 'com.atproto.repo.listRecords'

async function readAll(network: Network, params: Params): Promise<PostView[]> {
  const posts: PostView[] = []
  let cursor: string | undefined
  do {
    const page = await ask<Feed>(network, authorFeed, { ...params, cursor })
    posts.push(...page.feed.map(({ post }) => post))
    cursor = page.cursor
  } while (cursor !== undefined)
  return posts
}

describe('a simulated account', () => {
  it('takes a millisecond for each write, so that its posts have an order', async () => {
    const { network, ask } = open({ start: 1_767_600_000_000 })
    const ada = network.bluesky.account('ada.test')
    const texts = ['one', 'two', 'three']
    for (const text of texts) ada.post(text)
    const { feed } = await ask<Feed>(authorFeed, { actor: 'ada.test' })
    expect(feed.map(({ post }) => post.record.text)).toEqual(texts.toReversed())
    expect(network.clock.now()).toBe(1_767_600_000_003)
    expect(network.bluesky.account('ada.test')).toBe(ada)
  })

  it('writes history with `at`, and refuses the future', async () => {
    const { network, ask } = open()
    const ada = network.bluesky.account('ada.test')
    const at = network.clock.now() - 86_400_000
    ada.post('today')
    ada.post('yesterday', { at })
    const { feed } = await ask<Feed>(authorFeed, { actor: ada.did })
    expect(feed.map(({ post }) => post.record.text)).toEqual(['today', 'yesterday'])
    expect(Date.parse(feed[1]?.post.indexedAt ?? '')).toBe(at)
    expect(() => ada.post('tomorrow', { at: network.clock.now() + 1 })).toThrow(RangeError)
  })

  it('keeps posts of one moment apart', async () => {
    const { network } = open()
    const ada = network.bluesky.account('ada.test')
    const at = network.clock.now()
    const uris = new Set(Array.from({ length: 20 }, (_, index) => ada.post(`Post ${index}`, { at }).uri))
    expect(uris.size).toBe(20)
    const read = await readAll(network, { actor: ada.did, limit: 3 })
    expect(new Set(read.map(({ uri }) => uri))).toEqual(uris)
    expect(read).toHaveLength(20)
  })

  it('takes likes and reposts back, and refuses what is not its own', async () => {
    const { network, ask } = open()
    const ada = network.bluesky.account('ada.test')
    const ben = network.bluesky.account('ben.test')
    const post = ada.post('Hello')
    expect(ben.like(post)).toEqual(ben.like(post))
    const repost = ben.repost(post)
    network.bluesky.cheer(post, { likes: 10 })
    const counts = async () => (await ask<{ posts: object[] }>('app.bsky.feed.getPosts', { uris: [post.uri] })).posts[0]
    expect(await counts()).toMatchObject({ likeCount: 11, repostCount: 1 })
    ben.delete(repost)
    expect(await counts()).toMatchObject({ likeCount: 11, repostCount: 0 })
    expect(() => ben.delete(post)).toThrow('does not belong to ben.test')
    expect(() => ben.delete(repost)).toThrow('There is no')
    expect(() => network.bluesky.account('not a handle')).toThrow(TypeError)
    expect(() => ben.rename('ada.test')).toThrow('taken')
  })

  it('shows a pinned post first, once, and only on the first page', async () => {
    const { network, ask } = open()
    const ada = network.bluesky.account('ada.test')
    const posts = ['a', 'b', 'c', 'd'].map((text) => ada.post(text))
    ada.pin(posts[0] ?? null)
    const read = async (params: Params) =>
      (await ask<Feed>(authorFeed, { actor: ada.did, ...params })).feed.map(
        ({ post, reason }) => post.record.text + (reason ? '!' : ''),
      )
    expect(await read({ includePins: true })).toEqual(['a!', 'd', 'c', 'b'])
    expect(await read({ includePins: false })).toEqual(['d', 'c', 'b', 'a'])
    const { cursor } = await ask<Feed>(authorFeed, { actor: ada.did, limit: 2 })
    expect(await read({ includePins: true, limit: 2 })).toEqual(['a!', 'd', 'c'])
    expect(await read({ includePins: true, cursor })).toEqual(['b', 'a'])
  })

  it('leaves out of others’ feeds what cannot be seen, after the page was cut', async () => {
    const { network, ask } = open()
    const ada = network.bluesky.account('ada.test')
    const ben = network.bluesky.account('ben.test')
    ada.post('first')
    ada.repost(ben.post('passed on'))
    ada.post('last')
    ben.deactivate()
    const page = await ask<Feed>(authorFeed, { actor: ada.did, limit: 2 })
    expect(page.feed.map(({ post }) => post.record.text)).toEqual(['last'])
    expect(page.cursor).toBeDefined()
    ben.reactivate()
    expect((await ask<Feed>(authorFeed, { actor: ada.did, limit: 2 })).feed).toHaveLength(2)
  })

  it('keeps self-threads, and no other replies, for that filter', async () => {
    const { network, ask } = open()
    const ada = network.bluesky.account('ada.test')
    const ben = network.bluesky.account('ben.test')
    const root = ada.post('root')
    const second = ada.post('second', { replyTo: root })
    const aside = ben.post('aside', { replyTo: root })
    ada.post('thanks', { replyTo: aside })
    ada.post('third', { replyTo: second })
    ada.post('elsewhere', { replyTo: ben.post('a question') })
    const filter = 'posts_and_author_threads'
    const { feed } = await ask<Feed>(authorFeed, { actor: ada.did, filter })
    expect(feed.map(({ post }) => post.record.text)).toEqual(['third', 'second', 'root'])
  })

  it('is found by words, tags, mentions and author', async () => {
    const { network, ask } = open()
    const ada = network.bluesky.account('ada.test')
    const ben = network.bluesky.account('ben.test')
    ada.post('Learning #Rust with @ben.test')
    ben.post('learning piano')
    ada.post('cooking', { tags: ['rust'] })
    const find = async (params: Params) =>
      (await ask<{ posts: PostView[] }>('app.bsky.feed.searchPosts', { q: '*', ...params })).posts.map(
        ({ record }) => record.text,
      )
    expect(await find({ q: 'LEARNING' })).toEqual(['learning piano', 'Learning #Rust with @ben.test'])
    expect(await find({ q: 'learning', author: 'ada.test' })).toEqual(['Learning #Rust with @ben.test'])
    expect(await find({ tag: 'rust' })).toEqual(['cooking', 'Learning #Rust with @ben.test'])
    expect(await find({ mentions: 'ben.test' })).toEqual(['Learning #Rust with @ben.test'])
    expect(await find({ until: new Date(network.clock.now()).toISOString() })).toHaveLength(2)
  })

  it('ends a thread at the depth asked for, without a list of replies there', async () => {
    const { network, ask } = open()
    const ada = network.bluesky.account('ada.test')
    const root = ada.post('root')
    ada.post('deeper', { replyTo: ada.post('deep', { replyTo: root }) })
    interface Node {
      readonly replies?: readonly Node[]
      readonly parent?: Node
    }
    const { thread } = await ask<{ thread: Node }>('app.bsky.feed.getPostThread', { uri: root.uri, depth: 1 })
    expect(thread.replies).toHaveLength(1)
    expect(thread.replies?.[0]).not.toHaveProperty('replies')
    const flat = await ask<{ thread: Node }>('app.bsky.feed.getPostThread', { uri: root.uri, depth: 0 })
    expect(flat.thread).not.toHaveProperty('replies')
  })
})

describe('generated posts', () => {
  const count = 1234

  function openGenerated(seed = 7) {
    const opened = open({ seed, bluesky: { rateLimit: null } })
    const ada = opened.network.bluesky.account('ada.test')
    return { ...opened, ada, range: ada.generate(count) }
  }

  it('are read newest first, each once, in pages and in one order by every way', async () => {
    const { network, ada, range, ask } = openGenerated()
    const posts = await readAll(network, { actor: ada.did, limit: 100 })
    expect(posts).toHaveLength(count)
    expect(posts.map(({ uri }) => uri)).toEqual(
      Array.from({ length: count }, (_, index) => range.at(count - 1 - index).uri),
    )
    const keys: string[] = []
    let cursor: string | undefined
    do {
      const page = await ask<{ records: PostView[]; cursor?: string }>(listRecords, {
        repo: ada.did,
        collection: 'app.bsky.feed.post',
        limit: 100,
        cursor,
      })
      keys.push(...page.records.map(({ uri }) => uri))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(keys).toEqual(posts.map(({ uri }) => uri))
    const reversed = await ask<{ records: PostView[] }>(listRecords, {
      repo: ada.did,
      collection: 'app.bsky.feed.post',
      limit: 2,
      reverse: true,
    })
    expect(reversed.records.map(({ uri }) => uri)).toEqual([range.at(0).uri, range.at(1).uri])
  })

  it('are the same for the same seed, and others for another', async () => {
    const [one, same, other] = [openGenerated(), openGenerated(), openGenerated(8)]
    expect(same.range.at(5)).toEqual(one.range.at(5))
    expect(other.range.at(5).cid).not.toBe(one.range.at(5).cid)
    expect(() => one.range.at(count)).toThrow(RangeError)
  })

  it('mix with written posts, and can be edited, deleted, liked and answered', async () => {
    const { network, ada, range, ask } = openGenerated()
    const [first, second, third] = [range.at(count - 1), range.at(count - 2), range.at(count - 3)]
    const written = ada.post('Written by hand')
    ada.edit(first, 'Edited')
    ada.delete(second)
    const ben = network.bluesky.account('ben.test')
    const before = await ask<{ posts: PostView[] }>('app.bsky.feed.getPosts', { uris: [third.uri] })
    ben.like(third)
    ben.post('Well said', { replyTo: third })
    const page = await ask<Feed>(authorFeed, { actor: ada.did, limit: 3 })
    expect(page.feed.map(({ post }) => post.uri)).toEqual([written.uri, first.uri, third.uri])
    expect(page.feed[1]?.post.record.text).toBe('Edited')
    expect(page.feed[2]?.post.likeCount).toBe((before.posts[0]?.likeCount ?? 0) + 1)
    const rest = await readAll(network, { actor: ada.did, limit: 100 })
    expect(rest).toHaveLength(count)
    const { postsCount } = await ask<{ postsCount: number }>('app.bsky.actor.getProfile', { actor: ada.did })
    expect(postsCount).toBe(count)
  })

  it('have UTF-8 positions for their hashtags', async () => {
    const { network, ada } = openGenerated()
    const posts = await readAll(network, { actor: ada.did, limit: 100 })
    let checked = 0
    for (const { record } of posts) {
      const bytes = new TextEncoder().encode(record.text)
      for (const facet of record.facets ?? []) {
        const { index, features } = facet as {
          index: { byteStart: number; byteEnd: number }
          features: readonly { tag: string }[]
        }
        const marked = new TextDecoder().decode(bytes.subarray(index.byteStart, index.byteEnd))
        expect(marked).toBe(`#${features[0]?.tag}`)
        checked += 1
      }
    }
    expect(checked).toBeGreaterThan(count / 2)
  })
})

describe('the limit of calls', () => {
  it('is told with every answer, kept, and over at its reset', async () => {
    const { network } = open({ bluesky: { rateLimit: { calls: 3, per: 60_000 } } })
    network.bluesky.account('ada.test')
    const url = `${network.bluesky.origin}/xrpc/app.bsky.actor.getProfile?actor=ada.test`
    const answers = [await network.fetch(url), await network.fetch(url), await network.fetch(url)]
    expect(answers.map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['2', '1', '0'])
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('3;w=60')
    const refused = await network.fetch(url)
    expect(refused.status).toBe(429)
    expect(await refused.json()).toEqual({ error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' })
    const resetAt = Number(refused.headers.get('ratelimit-reset')) * 1000
    expect(resetAt - network.clock.now()).toBe(60_000)
    await network.clock.advance(resetAt - network.clock.now())
    expect((await network.fetch(url)).status).toBe(200)
  })
})
