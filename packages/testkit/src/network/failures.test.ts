import { describe, expect, it } from 'vitest'
import { createNetwork, type Fault, type NetworkOptions } from './index.js'

function open(options?: NetworkOptions) {
  const network = createNetwork(options)
  const ada = network.bluesky.account('ada.test')
  for (let index = 0; index < 9; index += 1) ada.post(`Post ${index}`)
  const blog = network.rss.blog('https://ada.example')
  for (let index = 0; index < 3; index += 1) blog.publish({ title: `Entry ${index}`, html: '' })
  const page = (cursor = '') =>
    `${network.bluesky.origin}/xrpc/app.bsky.feed.getAuthorFeed?actor=ada.test&limit=3${cursor && `&cursor=${cursor}`}`
  const texts = async (cursor?: string) => {
    const answer = await network.fetch(page(cursor))
    const body = (await answer.json()) as { feed: { post: { record: { text?: string } } }[]; cursor?: string }
    return { texts: body.feed.map(({ post }) => post.record.text), cursor: body.cursor }
  }
  return { network, blog, page, texts }
}

describe('a fault', () => {
  it('strikes the requests that match, after some and so many times', async () => {
    const { network, blog, page } = open()
    const failure = network.fail({ kind: 'status', status: 503, match: /getAuthorFeed/g, after: 1, times: 2 })
    const statuses: number[] = []
    for (const url of [page(), blog.feeds.rss, page(), page(), page()]) statuses.push((await network.fetch(url)).status)
    expect(statuses).toEqual([200, 200, 503, 503, 200])
    expect(failure.count).toBe(2)
    const forEver = network.fail({ kind: 'status', status: 500, platform: 'rss', times: Infinity })
    for (let index = 0; index < 5; index += 1) expect((await network.fetch(blog.feeds.rss)).status).toBe(500)
    expect((await network.fetch(page())).status).toBe(200)
    forEver.lift()
    expect((await network.fetch(blog.feeds.rss)).status).toBe(200)
    // A slip of the pen in JavaScript.
    expect(() => network.fail({ kind: 'statsu' } as unknown as Fault)).toThrow(TypeError)
  })

  it.each([401, 403, 404, 429, 500, 502, 503])('answers %i as the platform does', async (status) => {
    const { network, blog, page } = open()
    network.fail({ kind: 'status', status, times: 2 })
    const answer = await network.fetch(page())
    expect(answer.status).toBe(status)
    const body = (await answer.json()) as object
    expect(Object.keys(body)).toEqual(['error', 'message'])
    expect(answer.headers.has('ratelimit-reset')).toBe(false)
    const plain = await network.fetch(blog.feeds.rss)
    expect([plain.status, plain.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
    expect(plain.headers.has('retry-after')).toBe(false)
  })

  it('tells a reset in the platform’s way', async () => {
    const { network, blog, page } = open()
    network.fail({ kind: 'status', status: 429, resetAfter: 90_000, times: 2 })
    const answer = await network.fetch(page())
    expect(Number(answer.headers.get('ratelimit-reset'))).toBe(Math.ceil((network.clock.now() + 90_000) / 1000))
    expect(answer.headers.get('ratelimit-remaining')).toBe('0')
    expect((await network.fetch(blog.feeds.rss)).headers.get('retry-after')).toBe('90')
  })

  it('never answers until the caller gives up', async () => {
    const { network, page } = open()
    network.fail({ kind: 'timeout' })
    const reason = new Error('given up')
    const stop = new AbortController()
    const answer = network.fetch(page(), { signal: stop.signal })
    setTimeout(() => stop.abort(reason), 5)
    await expect(answer).rejects.toBe(reason)
    expect(network.requests.at(-1)).toMatchObject({ status: null, fault: 'timeout' })
    await expect(network.fetch(page(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('breaks the connection before the answer or within the body, as fetch tells it', async () => {
    const { network, page } = open()
    network.fail({ kind: 'reset' })
    await expect(network.fetch(page())).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { code: 'ECONNRESET' },
    })
    network.fail({ kind: 'reset', midBody: true })
    const answer = await network.fetch(page())
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toMatchObject({ name: 'TypeError', message: 'terminated' })
    expect(network.requests.at(-1)?.sent).toBeGreaterThan(100)
  })

  it('cuts, replaces and nests bodies', async () => {
    const { network, blog, page } = open()
    network.fail({ kind: 'cutBody' })
    const cut = await (await network.fetch(page())).text()
    expect(() => JSON.parse(cut) as unknown).toThrow(SyntaxError)
    network.fail({ kind: 'wrongShape' })
    expect(await (await network.fetch(page())).json()).not.toHaveProperty('feed')
    network.fail({ kind: 'wrongShape', platform: 'rss' })
    expect(await (await network.fetch(blog.feeds.rss)).text()).toContain('<catalogue>')
    network.fail({ kind: 'notJson' })
    const portal = await network.fetch(page())
    expect([portal.status, portal.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    network.fail({ kind: 'deepJson', depth: 1000 })
    expect((await (await network.fetch(page())).text()).match(/\{"feed":\[/g)).toHaveLength(1000)
    network.fail({ kind: 'deepJson', depth: 50, platform: 'rss' })
    expect((await (await network.fetch(blog.feeds.rss)).text()).match(/<item>/g)).toHaveLength(50)
  })

  it('streams more than a caller will read, and counts what was taken', async () => {
    const { network, page } = open()
    network.fail({ kind: 'hugeBody', bytes: 10_000_000 })
    const reader = (await network.fetch(page())).body?.getReader()
    await reader?.read()
    await reader?.read()
    await reader?.cancel()
    expect(network.requests.at(-1)?.sent).toBe(131_072)
    network.fail({ kind: 'hugeBody', bytes: 100_000 })
    const whole = await (await network.fetch(page())).text()
    expect(whole.length).toBeGreaterThan(100_000)
    expect(JSON.parse(whole)).toHaveProperty('feed')
  })

  it('spoils one item and leaves its address', async () => {
    const { network, blog, texts, page } = open()
    network.fail({ kind: 'oneBadItem' })
    const { texts: read } = await texts()
    expect(read.filter((text) => text === undefined)).toHaveLength(1)
    network.fail({ kind: 'oneBadItem', match: '.xml' })
    expect(await (await network.fetch(blog.feeds.rss)).text()).toContain('the day before yesterday')
    const failure = network.fail({ kind: 'oneBadItem' })
    await network.fetch(`${network.bluesky.origin}/xrpc/app.bsky.actor.getProfile?actor=ada.test`)
    expect(failure.count).toBe(0)
    await network.fetch(page())
    expect(failure.count).toBe(1)
  })

  it('gives a page twice, with its cursor, and then goes on', async () => {
    const { network, texts } = open()
    const first = await texts()
    network.fail({ kind: 'duplicatePage' })
    const again = await texts(first.cursor)
    expect(again).toEqual(first)
    expect((await texts(again.cursor)).texts).toEqual(['Post 5', 'Post 4', 'Post 3'])
  })

  it('mixes the items of a page', async () => {
    const { network, texts } = open()
    const { texts: straight, cursor } = await texts()
    network.fail({ kind: 'shuffledPage' })
    const mixed = await texts()
    expect(mixed.cursor).toBe(cursor)
    expect(mixed.texts).not.toEqual(straight)
    expect(mixed.texts.toSorted()).toEqual(straight.toSorted())
  })

  it('takes virtual time', async () => {
    const { network, page } = open()
    const start = network.clock.now()
    network.fail({ kind: 'slow', delay: 20_000 })
    expect((await network.fetch(page())).status).toBe(200)
    expect(network.clock.now()).toBe(start + 20_000)
  })
})

describe('chaos', () => {
  async function run(seed: number): Promise<(string | null)[]> {
    const { network, page } = open({ seed })
    network.chaos({ rate: 0.5 })
    for (let index = 0; index < 60; index += 1) {
      await network
        .fetch(page())
        .then((answer) => answer.text())
        .catch(() => undefined)
    }
    return network.requests.map(({ fault }) => fault)
  }

  it('is the same for the same seed', async () => {
    const faults = await run(1)
    expect(await run(1)).toEqual(faults)
    expect(await run(2)).not.toEqual(faults)
    expect(new Set(faults).size).toBeGreaterThan(5)
    expect(faults.filter((fault) => fault === null).length).toBeGreaterThan(15)
  })
})

describe('the network', () => {
  it('knows no other hosts', async () => {
    const { network } = open()
    await expect(network.fetch('https://elsewhere.example/')).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { code: 'ENOTFOUND' },
    })
    expect(network.requests.at(-1)).toMatchObject({ platform: null, url: 'https://elsewhere.example/' })
  })

  it('remembers requests until it is reset, and keeps what was written', async () => {
    const { network, page, texts } = open()
    network.fail({ kind: 'status', status: 500, times: Infinity })
    await network.fetch(page(), { headers: { 'User-Agent': 'test' } })
    expect(network.requests).toMatchObject([
      {
        method: 'GET',
        url: page(),
        platform: 'bluesky',
        status: 500,
        fault: 'status',
        headers: { 'user-agent': 'test' },
      },
    ])
    network.reset()
    expect(network.requests).toEqual([])
    expect((await texts()).texts).toHaveLength(3)
  })

  it('gives random bytes that follow from the seed', () => {
    const bytes = () => createNetwork({ seed: 3 }).random(new Uint8Array(8))
    expect(bytes()).toEqual(bytes())
    expect(new Set(bytes()).size).toBeGreaterThan(4)
  })
})
