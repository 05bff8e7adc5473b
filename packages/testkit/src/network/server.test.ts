import { afterEach, describe, expect, it } from 'vitest'
import { createNetwork, type NetworkServer } from './index.js'

describe('the network on a port', () => {
  let server: NetworkServer | undefined
  afterEach(() => server?.close())

  async function open() {
    const network = createNetwork()
    const ada = network.bluesky.account('ada.test')
    for (let index = 0; index < 5; index += 1) ada.post(`Post ${index}`)
    const blog = network.rss.blog('https://ada.example')
    blog.publish({ title: 'Entry', html: '<p>Text</p>' })
    server = await network.listen()
    return { network, blog, server }
  }

  it('answers as the network in memory does', async () => {
    const { network, blog, server } = await open()
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    for (const url of [
      `${network.bluesky.origin}/xrpc/app.bsky.feed.getAuthorFeed?actor=ada.test`,
      `${network.bluesky.origin}/xrpc/app.bsky.feed.getNonsense`,
      blog.feeds.rss,
      blog.feeds.json,
      blog.url,
    ]) {
      const here = await fetch(server.urlOf(url))
      const there = await network.fetch(url)
      expect(here.status).toBe(there.status)
      expect(here.headers.get('content-type')).toBe(there.headers.get('content-type'))
      expect(await here.text()).toBe(await there.text())
    }
    const etag = (await network.fetch(blog.feeds.rss)).headers.get('etag') ?? ''
    const unchanged = await fetch(server.urlOf(blog.feeds.rss), { headers: { 'if-none-match': etag } })
    expect(unchanged.status).toBe(304)
    expect(network.requests.at(-1)).toMatchObject({ url: blog.feeds.rss, status: 304 })
    expect((await fetch(`${server.url}/elsewhere.example/`)).status).toBe(404)
  })

  it('answers for servers of Mastodon and for DEV, by their addresses as well', async () => {
    const { network, server } = await open()
    network.mastodon.account('ada@fedi.test').post('Hello')
    network.devto.account('ada').publish({ title: 'Hello', html: '<p>Hello</p>' })
    for (const url of [
      'https://fedi.test/api/v1/accounts/lookup?acct=ada',
      'https://dev.to/api/articles?username=ada',
    ]) {
      const expected: unknown = await (await network.fetch(url)).json()
      expect(await (await fetch(server.urlOf(url))).json()).toEqual(expected)
      expect(await (await server.fetch(url, { headers: { accept: 'application/json' } })).json()).toEqual(expected)
    }
    expect(network.requests.at(-1)).toMatchObject({ platform: 'devto', headers: { accept: 'application/json' } })
  })

  it('leads to the slash that relative links need, and to blogs that have moved', async () => {
    const { network, blog, server } = await open()
    const front = await fetch(`${server.url}/ada.example`)
    expect(front.url).toBe(`${server.url}/ada.example/`)
    const link = /href="(feed\.xml)"/.exec(await front.text())?.[1] ?? ''
    expect((await fetch(new URL(link, front.url))).headers.get('content-type')).toContain('rss')
    blog.moveTo(network.rss.blog('https://new.example').url)
    expect((await fetch(server.urlOf(blog.feeds.rss))).url).toBe(`${server.url}/new.example/feed.xml`)
  })

  it('breaks connections for real', async () => {
    const { network, blog, server } = await open()
    const url = server.urlOf(blog.feeds.rss)
    network.fail({ kind: 'reset' })
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    network.fail({ kind: 'reset', midBody: true })
    await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow(TypeError)
    network.fail({ kind: 'cutBody' })
    expect(await (await fetch(url)).text()).not.toContain('</rss>')
    network.fail({ kind: 'timeout' })
    await expect(fetch(url, { signal: AbortSignal.timeout(30) })).rejects.toThrow('timeout')
    network.fail({ kind: 'hugeBody', bytes: 50_000_000 })
    const reader = (await fetch(url)).body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(network.requests.at(-1)?.sent).toBeLessThan(20_000_000)
    expect((await fetch(url)).status).toBe(200)
  })
})
