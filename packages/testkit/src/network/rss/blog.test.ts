import { describe, expect, it } from 'vitest'
import { type BlogOptions, createNetwork } from '../index.js'

function open(options?: BlogOptions) {
  const network = createNetwork()
  const blog = network.rss.blog('https://ada.example/notes/', { title: 'Ada’s <notes>', author: 'Ada', ...options })
  const read = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await network.fetch(url, { headers })
    return { answer, text: await answer.text() }
  }
  const titles = async (url: string) => {
    const { text } = await read(url)
    if (url.endsWith('.json'))
      return (JSON.parse(text) as { items: { title: string }[] }).items.map((item) => item.title)
    return [...text.matchAll(/<(?:item|entry)><title>([^<]*)/g)].map(([, title]) => title)
  }
  return { network, blog, read, titles }
}

describe('a simulated blog', () => {
  it('shows its newest entries, newest first, in three formats', async () => {
    const { blog, titles } = open({ window: 2 })
    for (const title of ['One', 'Two', 'Three']) blog.publish({ title, html: '<p>Text</p>' })
    for (const feed of Object.values(blog.feeds)) expect(await titles(feed)).toEqual(['Three', 'Two'])
  })

  it('writes what the formats ask for', async () => {
    const { network, blog, read } = open()
    const entry = blog.publish({
      title: 'Fish & <chips>',
      html: '<p>A ]]> in the text</p>',
      tags: ['food', 'r&d'],
      summary: 'Short',
      image: 'https://ada.example/a.jpg?b=1&c=2',
    })
    const published = new Date(network.clock.now())
    const rss = (await read(blog.feeds.rss)).text
    expect(rss).toContain('<title>Ada’s &lt;notes&gt;</title>')
    expect(rss).toContain('<title>Fish &amp; &lt;chips&gt;</title>')
    expect(rss).toContain(`<link>${entry.url}</link>`)
    expect(rss).toContain(`<guid isPermaLink="false">${entry.id}</guid>`)
    expect(rss).toContain(`<pubDate>${published.toUTCString().replace('GMT', '+0000')}</pubDate>`)
    expect(rss).toContain('<category>food</category><category>r&amp;d</category>')
    expect(rss).toContain('<![CDATA[<p>A ]]]]><![CDATA[> in the text</p>]]>')
    expect(rss).toContain('<dc:creator>Ada</dc:creator>')
    const atom = (await read(blog.feeds.atom)).text
    expect(atom).toContain(`<id>${entry.id}</id>`)
    expect(atom).toContain('<content type="html">&lt;p&gt;A ]]&gt; in the text&lt;/p&gt;</content>')
    const json = JSON.parse((await read(blog.feeds.json)).text) as { items: object[] }
    expect(json.items[0]).toMatchObject({ id: entry.id, url: entry.url, tags: ['food', 'r&d'], summary: 'Short' })
  })

  it('names entries as its options say', async () => {
    const permalink = open({ guids: 'permalink' })
    const { url } = permalink.blog.publish({ title: 'One', html: '' })
    expect((await permalink.read(permalink.blog.feeds.rss)).text).toContain(`<guid>${url}</guid>`)
    const none = open({ guids: 'none' })
    none.blog.publish({ title: 'One', html: '' })
    expect((await none.read(none.blog.feeds.rss)).text).not.toContain('<guid')
  })

  it('says "unchanged" to who has the last version, and not after a change', async () => {
    const { blog, read } = open()
    const entry = blog.publish({ title: 'One', html: '' })
    for (const feed of Object.values(blog.feeds)) {
      const { headers } = (await read(feed)).answer
      const etag = { 'if-none-match': headers.get('etag') ?? '' }
      const date = { 'if-modified-since': headers.get('last-modified') ?? '' }
      for (const validators of [etag, date, { ...etag, ...date }]) {
        const { answer, text } = await read(feed, validators)
        expect([answer.status, text]).toEqual([304, ''])
      }
      blog.edit(entry, { title: 'One, edited' })
      // A date alone would match; the tag is what counts.
      expect((await read(feed, { ...etag, 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' })).answer.status).toBe(
        200,
      )
      expect((await read(feed, date)).answer.status).toBe(200)
    }
  })

  it('gives only the validators it has', async () => {
    for (const [validators, etag, date] of [
      ['etag', true, false],
      ['lastModified', false, true],
      ['none', false, false],
    ] as const) {
      const { blog, read } = open({ validators })
      const { headers } = (await read(blog.feeds.rss)).answer
      expect([headers.has('etag'), headers.has('last-modified')]).toEqual([etag, date])
    }
  })

  it('edits and removes, what was generated too', async () => {
    const { blog, titles, read } = open({ window: 4 })
    blog.generate(1000)
    const one = blog.publish({ title: 'One', html: '' })
    expect(await titles(blog.feeds.rss)).toHaveLength(4)
    const json = JSON.parse((await read(blog.feeds.json)).text) as {
      items: { id: string; url: string; title: string }[]
    }
    const [, second, third] = json.items
    if (!second || !third) throw new Error('too few')
    blog.edit(second, { title: 'Edited' })
    blog.remove(third)
    blog.remove(one)
    const after = await titles(blog.feeds.json)
    expect(after).toHaveLength(4)
    expect(after[0]).toBe('Edited')
    expect((await read(third.url)).answer.status).toBe(404)
    expect((await read(second.url)).answer.status).toBe(200)
    expect((await read(blog.feeds.rss)).text).toContain('<atom:updated>')
    expect(() => blog.remove(third)).toThrow('There is no entry')
  })

  it('names its feeds on its front page, and leads on when it has moved', async () => {
    const { network, blog, read } = open()
    const { text } = await read(blog.url)
    expect(text).toContain(
      '<link rel="alternate" type="application/rss+xml" title="Ada’s &lt;notes&gt;" href="feed.xml">',
    )
    const home = network.rss.blog('https://new.example')
    home.publish({ title: 'At home', html: '' })
    blog.moveTo(home.url)
    const manual = await network.fetch(blog.feeds.rss, { redirect: 'manual' })
    expect([manual.status, manual.headers.get('location')]).toEqual([301, home.feeds.rss])
    const { answer, text: feed } = await read(blog.feeds.rss)
    expect([answer.url, answer.redirected]).toEqual([home.feeds.rss, true])
    expect(feed).toContain('At home')
    await expect(network.fetch(blog.feeds.rss, { redirect: 'error' })).rejects.toThrow(TypeError)
  })
})
