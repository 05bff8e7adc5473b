import { readFileSync } from 'node:fs'
import { type ActivityDraft, isSociusError, type PageOptions } from '@socius/core/provider'
import { describe, expect, it } from 'vitest'
import { rss } from './provider.js'

const now = Date.parse('2026-03-05T00:00:00Z')
const signal = new AbortController().signal
const fixture = (name: string): string => readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url), 'utf8')

type Answer = string | Uint8Array<ArrayBuffer> | Response | ((request: Request) => Response)

/** A provider on a small web: addresses and what they answer. */
function web(pages: Readonly<Record<string, Answer>>, clock = { now: () => now }) {
  const requests: Request[] = []
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init)
    requests.push(request)
    const answer = pages[request.url]
    if (answer === undefined) return Promise.resolve(new Response(null, { status: 404 }))
    if (typeof answer === 'function') return Promise.resolve(answer(request))
    return Promise.resolve(answer instanceof Response ? answer.clone() : new Response(answer))
  }
  return { provider: rss({ fetch, clock }), requests }
}

const page = (address: string, options: Partial<PageOptions> = {}): PageOptions => ({
  account: { externalId: address, handle: 'blog' },
  since: null,
  cursor: null,
  limit: 500,
  signal,
  ...options,
})

async function readAll(address: string, answer: Answer): Promise<readonly ActivityDraft[]> {
  const { provider } = web({ [address]: answer })
  const { items, rejected, next } = await provider.readers.activities(page(address))
  expect({ rejected, next }).toEqual({ rejected: [], next: null })
  return items
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return isSociusError(error) ? error.code : String(error)
}

describe('activities of the formats', () => {
  it('reads Medium', async () => {
    const [article, first] = await readAll('https://medium.com/feed/@ada', fixture('medium.xml'))
    expect(article).toEqual({
      externalId: 'https://medium.com/p/1f2e3d4c5b6a',
      kind: 'article',
      url: 'https://medium.com/@ada/notes-engines-1f2e3d4c5b6a',
      author: {
        externalId: 'https://medium.com/feed/@ada',
        handle: 'blog',
        displayName: 'Ada Example',
        avatarUrl: 'https://cdn-images-1.medium.com/fit/c/150/150/1*example.png',
      },
      title: 'Notes & Engines',
      text: 'It weaves algebraic patterns\u00a0— like a loom.\n\nSo it does.',
      html: article?.html,
      links: [],
      language: null,
      media: [
        {
          type: 'image',
          url: 'https://cdn-images-1.medium.com/max/1024/1*engine.png',
          previewUrl: null,
          description: 'An engine',
          width: null,
          height: null,
        },
      ],
      hashtags: ['computing', 'history-of-science'],
      mentions: [],
      counts: { likes: null, comments: null, shares: null, views: null },
      audience: 'public',
      inReplyTo: null,
      shareOf: null,
      publishedAt: Date.parse('2026-03-01T09:30:00Z'),
      editedAt: Date.parse('2026-03-02T08:00:00Z'),
      version: null,
    })
    expect(article?.html).toContain('<figure><img alt="An engine"')
    expect(first).toMatchObject({ externalId: 'https://medium.com/p/aaaabbbbcccc', editedAt: null, media: [] })
  })

  it('reads WordPress', async () => {
    const items = await readAll('https://blog.example.com/feed/', fixture('wordpress.xml'))
    expect(items[0]).toMatchObject({
      externalId: 'https://blog.example.com/?p=42',
      url: 'https://blog.example.com/2026/03/its-here/',
      title: 'It’s here: “A & B”',
      text: 'A summary and more.\n\none\ntwo',
      language: 'en-US',
      media: [{ type: 'image', url: 'https://blog.example.com/wp-content/pic.jpg', width: 800, height: 600 }],
      hashtags: ['News', 'Compilers'],
      counts: { comments: 7 },
      publishedAt: Date.parse('2026-03-02T08:00:00Z'),
    })
    expect(items[1]).toMatchObject({
      text: 'Plain bold text',
      html: 'Plain <b>bold</b> text',
      counts: { likes: null, comments: 0, shares: null, views: null },
    })
  })

  it('reads a podcast', async () => {
    const items = await readAll('https://talks.example.org/feed.xml', fixture('podcast.xml'))
    expect(items[0]).toMatchObject({
      externalId: 'https://talks.example.org/feed.xml#ep-2',
      kind: 'article',
      url: null,
      author: { displayName: 'The Talkers', avatarUrl: 'https://talks.example.org/cover.jpg' },
      text: 'What was said.',
      html: null,
      language: 'de',
      media: [
        { type: 'audio', url: 'https://talks.example.org/audio/2.mp3', previewUrl: 'https://talks.example.org/2.jpg' },
      ],
    })
    expect(items[1]?.media).toEqual([
      {
        type: 'video',
        url: 'https://cdn.example.net/1.mp4',
        previewUrl: 'https://cdn.example.net/1.jpg',
        description: 'The first talk',
        width: 1280,
        height: 720,
      },
    ])
  })

  it('reads the Atom example of RFC 4287', async () => {
    const [entry] = await readAll('http://example.org/feed.atom', fixture('atom.xml'))
    expect(entry).toMatchObject({
      externalId: 'http://example.org/feed.atom#tag:example.org,2003:3.2397',
      url: 'http://example.org/2005/04/02/atom',
      title: 'Atom draft-07 snapshot',
      text: '[Update: The Atom draft is finished.]',
      language: 'en',
      author: { displayName: 'Mark Pilgrim' },
      media: [{ type: 'audio', url: 'http://example.org/audio/ph34r_my_podcast.mp3' }],
      publishedAt: Date.parse('2003-12-13T12:29:29Z'),
      editedAt: Date.parse('2005-07-31T12:29:29Z'),
    })
    expect(entry?.html).toContain('<p><i>[Update')
  })

  it('reads RSS 1.0', async () => {
    const items = await readAll('http://xml.example/xml/news.rss', fixture('rss1.rdf'))
    expect(items.map(({ externalId, publishedAt, hashtags }) => ({ externalId, publishedAt, hashtags }))).toEqual([
      {
        externalId: 'http://xml.example/pub/2000/08/09/xslt/xslt.html',
        publishedAt: Date.parse('2000-08-09T12:00:00Z'),
        hashtags: ['xslt'],
      },
      {
        externalId: 'http://xml.example/pub/2000/08/09/rdfdb/index.html',
        publishedAt: Date.parse('2000-08-08T00:00:00Z'),
        hashtags: [],
      },
    ])
    expect(items[0]?.author.displayName).toBe('The Editors')
  })

  it('reads JSON Feed', async () => {
    const items = await readAll('https://example.org/feed.json', fixture('feed.json'))
    expect(items[0]).toMatchObject({
      externalId: 'https://example.org/feed.json#2',
      text: 'This is a second item.',
      html: null,
      language: 'en-GB',
      hashtags: ['json'],
      media: [{ type: 'audio', url: 'https://example.org/a.m4a', description: 'Listen' }],
      editedAt: Date.parse('2026-02-08T00:00:00Z'),
    })
    expect(items[1]).toMatchObject({
      html: '<p>Hello, world!</p>',
      author: { displayName: 'Brent Example' },
      media: [{ type: 'image', url: 'https://example.org/one.png' }],
      // Listed below an item with a date: right under it.
      publishedAt: Date.parse('2026-02-07T19:04:00Z') - 1,
    })
  })
})

const address = 'https://blog.example.com/feed'
const feed = (items: string, head = ''): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title><link>https://blog.example.com</link>${head}${items}</channel></rss>`
const item = (id: string, date: string | null = null, more = ''): string =>
  `<item><guid isPermaLink="false">${id}</guid>${date ? `<pubDate>${date}</pubDate>` : ''}<title>${id}</title>${more}</item>`
const day = (number: number): string => `2026-02-${String(number).padStart(2, '0')}T00:00:00Z`
const idOf = (id: string): string => `${address}#${id}`

describe('activities', () => {
  it('sets an item aside that has no id, and goes on', async () => {
    const { provider } = web({ [address]: feed(`<item><title>secret</title></item>${item('a')}${item('a')}`) })
    const { items, rejected } = await provider.readers.activities(page(address))
    expect(items.map(({ externalId }) => externalId)).toEqual([idOf('a')])
    expect(rejected.map(({ externalId }) => externalId)).toEqual([null, idOf('a')])
    expect(rejected.map(({ reason }) => reason).join()).not.toContain('secret')
  })

  it('does not let a feed claim the ids of another', async () => {
    const { provider } = web({ [address]: feed(item('https://victim.example/1')) })
    const { items } = await provider.readers.activities(page(address))
    expect(items[0]?.externalId).toBe(idOf('https://victim.example/1'))
  })

  it('pages through a feed, each item once, whatever its order', async () => {
    const order = [5, 1, 9, 9, 3, 7, 2, 8, 4, 6]
    const { provider, requests } = web({
      [address]: feed(order.map((number, index) => item(`i${index}`, index === 4 ? null : day(number))).join('')),
    })
    const seen: string[] = []
    const times: number[] = []
    let cursor: string | null = null
    do {
      const result: Awaited<ReturnType<typeof provider.readers.activities>> = await provider.readers.activities(
        page(address, { cursor, limit: 3 }),
      )
      seen.push(...result.items.map(({ externalId }) => externalId))
      times.push(...result.items.map(({ publishedAt }) => publishedAt))
      expect(result.items.length).toBeLessThanOrEqual(3)
      cursor = result.next
      expect((cursor ?? '').length).toBeLessThan(40)
    } while (cursor)
    expect(new Set(seen).size).toBe(10)
    expect(seen).toHaveLength(10)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(requests).toHaveLength(4)
  })

  it('goes on behind the last item when the clock has moved and items have come and gone', async () => {
    let text = feed(['d', 'c', 'b', 'a'].map((id) => item(id)).join(''))
    let time = now
    const { provider } = web({ [address]: () => new Response(text) }, { now: () => time })
    const first = await provider.readers.activities(page(address, { limit: 2 }))
    time += 3_600_000
    const second = await provider.readers.activities(page(address, { limit: 2, cursor: first.next }))
    expect(second.items.map(({ externalId }) => externalId)).toEqual([idOf('b'), idOf('a')])

    text = feed([item('x', day(9)), item('b', day(2)), item('a', day(1))].join(''))
    const third = await provider.readers.activities(page(address, { limit: 1 }))
    text = feed([item('y', day(10)), item('b', day(2)), item('a', day(1))].join(''))
    const fourth = await provider.readers.activities(page(address, { limit: 5, cursor: third.next }))
    expect(fourth.items.map(({ externalId }) => externalId)).toEqual([idOf('b'), idOf('a')])
  })

  it.each(['', '1', '1.a.b', '2.a.b.c', '1.a.b.c.d', 'https://x', '1.A.B.C', '1.zzzzzzzzzzzz.a.a'])(
    'refuses the cursor %j',
    async (cursor) => {
      const { provider, requests } = web({ [address]: feed(item('a')) })
      expect(await codeOf(provider.readers.activities(page(address, { cursor })))).toBe('invalid_cursor')
      expect(requests).toHaveLength(0)
    },
  )

  it('cuts what is older than asked, but nothing that was changed since or has no date', async () => {
    const { provider } = web({
      [address]: feed(
        [
          item('new', day(9)),
          item('undated'),
          item('old', day(3)),
          item('edited', day(2), `<atom:updated>${day(8)}</atom:updated>`),
        ].join(''),
      ),
    })
    const { items, next } = await provider.readers.activities(page(address, { since: Date.parse(day(5)) }))
    expect(items.map(({ externalId }) => externalId)).toEqual(['new', 'undated', 'edited'].map(idOf))
    expect(next).toBeNull()
  })

  it('asks whether the feed has changed, and gives an empty page when it has not', async () => {
    const etag = 'W/"a\\"b"'
    const { provider, requests } = web({
      [address]: (request) =>
        request.headers.get('if-none-match') === etag
          ? new Response(null, { status: 304, headers: { etag } })
          : new Response(feed(item('a')), { headers: { etag, 'last-modified': 'Mon, 02 Mar 2026 10:00:00 GMT' } }),
    })
    const first = await provider.readers.activities(page(address))
    const bookmark = first.bookmark ?? null
    expect(bookmark).not.toBeNull()
    const second = await provider.readers.activities(page(address, { bookmark }))
    expect(second).toMatchObject({ items: [], rejected: [], next: null, calls: 1 })
    expect(requests[1]?.headers.get('if-modified-since')).toBe('Mon, 02 Mar 2026 10:00:00 GMT')
    const third = await provider.readers.activities(page(address, { bookmark: second.bookmark ?? null }))
    expect(third.items).toEqual([])
  })

  it('keeps a bookmark that the answer does not repeat, and reads on without one that is broken', async () => {
    const { provider } = web({
      [address]: (request) =>
        request.headers.has('if-none-match') ? new Response(null, { status: 304 }) : new Response(feed(item('a'))),
    })
    const kept = await provider.readers.activities(page(address, { bookmark: '["\\"1\\"",null]' }))
    expect(kept).toMatchObject({ items: [], bookmark: '["\\"1\\"",null]' })
    for (const bookmark of ['', '{}', '["a\\nb",null]', '["\u0000",null]', '[null,null]', 'x'.repeat(5000)]) {
      const { items } = await provider.readers.activities(page(address, { bookmark }))
      expect(items).toHaveLength(1)
    }
  })

  it('gives only first pages a bookmark', async () => {
    const { provider } = web({
      [address]: new Response(feed(item('b') + item('a')), { headers: { etag: '"1"' } }),
    })
    const first = await provider.readers.activities(page(address, { limit: 1 }))
    const second = await provider.readers.activities(page(address, { limit: 1, cursor: first.next }))
    expect([first.bookmark, second.bookmark]).toEqual(['["\\"1\\"",null]', null])
  })

  it('hands on what the answer says about limits', async () => {
    const headers = { 'ratelimit-limit': '10', 'ratelimit-remaining': '9', 'ratelimit-reset': '60' }
    const { provider } = web({ [address]: new Response(feed(item('a')), { headers }) })
    const { rateLimit } = await provider.readers.activities(page(address))
    expect(rateLimit).toEqual({ limit: 10, remaining: 9, resetAt: now + 60_000 })
  })

  it('refuses an account that is no public address', async () => {
    const { provider, requests } = web({})
    for (const bad of ['http://127.0.0.1/feed', 'http://[::1]/', 'file:///etc/passwd', 'nonsense']) {
      expect(await codeOf(provider.readers.activities(page(bad)))).toBe('invalid_input')
    }
    expect(requests).toHaveLength(0)
  })
})

describe('lookup', () => {
  const lookup = async (answer: string, ids: readonly string[], publishedAt?: Readonly<Record<string, string>>) => {
    const { provider } = web({ [address]: answer })
    const known = new Map(Object.entries(publishedAt ?? {}).map(([id, date]) => [idOf(id), Date.parse(date)]))
    const { results } = await provider.readers.lookup({
      account: { externalId: address, handle: 'blog' },
      externalIds: ids.map(idOf),
      ...(publishedAt ? { publishedAt: known } : {}),
      signal,
    })
    return results.map((result) => result.state)
  }
  const dated = feed([9, 7, 5].map((number) => item(`i${number}`, day(number))).join(''))

  it('finds what is listed, with its content', async () => {
    const { provider } = web({ [address]: dated })
    const account = { externalId: address, handle: 'blog' }
    const { results } = await provider.readers.lookup({ account, externalIds: [idOf('i7')], signal })
    expect(results).toMatchObject([{ state: 'present', item: { externalId: idOf('i7'), title: 'i7' } }])
  })

  it('calls an item gone that lies within the time the feed covers', async () => {
    expect(await lookup(dated, ['i9', 'i8', 'i4'], { i8: day(8), i4: day(4) })).toEqual([
      'present',
      'gone',
      'unreadable',
    ])
  })

  it('does not guess without a time', async () => {
    expect(await lookup(dated, ['i8'])).toEqual(['unreadable'])
  })

  it('does not take the oldest item for the edge when it could be a pinned one', async () => {
    const pinned = feed([item('pin', day(1)), item('i9', day(9)), item('i7', day(7))].join(''))
    expect(await lookup(pinned, ['i5'], { i5: day(5) })).toEqual(['unreadable'])
  })

  it('knows that a feed may be cut off by the last change', async () => {
    const changed = feed(
      [
        item('old', day(1), `<atom:updated>${day(9)}</atom:updated>`),
        item('i7', day(7)),
        item('i6', day(2), `<atom:updated>${day(6)}</atom:updated>`),
      ].join(''),
    )
    expect(await lookup(changed, ['i4', 'i8'], { i4: day(4), i8: day(8) })).toEqual(['unreadable', 'gone'])
  })

  it.each([
    ['an empty feed', feed('')],
    ['a feed of one item', feed(item('i9', day(9)))],
    ['a feed without dates', feed(item('a') + item('b'))],
    ['a feed with a date missing', feed(item('i9', day(9)) + item('b') + item('i1', day(1)))],
    [
      'a feed with an item that has no id',
      feed(`${item('i9', day(9))}<item><title>x</title></item>${item('i1', day(1))}`),
    ],
  ])('does not judge by %s', async (_, answer) => {
    expect(await lookup(answer, ['i5'], { i5: day(5) })).toEqual(['unreadable'])
  })

  it('believes a feed that says that it lists everything (RFC 5005)', async () => {
    const complete = feed(item('i9', day(9)), '<fh:complete xmlns:fh="http://purl.org/syndication/history/1.0"/>')
    expect(await lookup(complete, ['i9', 'i1'])).toEqual(['present', 'gone'])
    const inside = feed(item('i9', day(9), '<fh:complete xmlns:fh="http://purl.org/syndication/history/1.0"/>'))
    expect(await lookup(inside, ['i1'])).toEqual(['unreadable'])
  })

  it('believes a feed that says what was deleted (RFC 6721)', async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><id>f</id>
      <at:deleted-entry ref="tag:x,2026:a&amp;b" when="2026-02-01T00:00:00Z"/><at:deleted-entry when="x" ref='c'></at:deleted-entry>
      <entry><id>d</id><title>d</title><updated>${day(9)}</updated></entry></feed>`
    expect(await lookup(atom, ['tag:x,2026:a&b', 'c', 'd', 'e'])).toEqual(['gone', 'gone', 'present', 'unreadable'])
  })
})

describe('profile', () => {
  it('is the feed itself', async () => {
    const { provider } = web({ 'https://medium.com/feed/@ada': fixture('medium.xml') })
    for (const handle of [
      'medium:@ada',
      'https://medium.com/@ada',
      'medium.com/feed/@ada?utm_source=x#y',
      'MEDIUM: @ada',
    ]) {
      const { profile, calls } = await provider.readers.profile({ handle, signal })
      expect(calls).toBe(1)
      expect(profile).toEqual({
        externalId: 'https://medium.com/feed/@ada',
        handle: 'medium.com/@ada',
        displayName: 'Stories by Ada Example on Medium',
        bio: 'Stories by Ada Example on Medium',
        avatarUrl: 'https://cdn-images-1.medium.com/fit/c/150/150/1*example.png',
        url: 'https://medium.com/@ada',
        followers: null,
        following: null,
      })
    }
  })

  it('is found through the page of a site', async () => {
    const site = `<!doctype html><html><head><base href="/blog/">
      <link rel="alternate" type="application/rss+xml" title="Comments feed" href="comments/feed">
      <link rel="ALTERNATE nofollow" type="application/atom+xml; charset=utf-8" href="atom.xml?a=1&amp;b=2">
      </head></html>`
    const { provider } = web({
      'https://example.org/': site,
      'https://example.org/blog/atom.xml?a=1&b=2': fixture('atom.xml'),
    })
    const { profile, calls } = await provider.readers.profile({ handle: 'example.org', signal })
    expect(calls).toBe(2)
    expect(profile).toMatchObject({
      externalId: 'https://example.org/blog/atom.xml?a=1&b=2',
      handle: 'example.org/blog/atom.xml?a=1&b=2',
      displayName: 'dive into mark',
      bio: 'A lot of effort went into making this effortless',
      url: 'http://example.org/',
    })
  })

  it('moves where the feed has moved for good, and only then', async () => {
    const { provider } = web({
      'https://example.org/old': new Response(null, { status: 301, headers: { location: '/new' } }),
      'https://example.org/new': new Response(null, {
        status: 302,
        headers: { location: 'https://cdn.example.org/x' },
      }),
      'https://cdn.example.org/x': fixture('atom.xml'),
    })
    const { profile } = await provider.readers.profile({ handle: 'https://example.org/old', signal })
    expect(profile.externalId).toBe('https://example.org/new')
  })

  it('is not found where a page names no feed, or only other pages', async () => {
    const named = (href: string) => `<html><link rel=alternate type=application/rss+xml href="${href}"></html>`
    const { provider } = web({
      'https://a.example/': '<html><body>Hello</body></html>',
      'https://b.example/': named('/feed'),
      'https://b.example/feed': '<html></html>',
      'https://c.example/': named('http://169.254.169.254/latest'),
      'https://d.example/': '<note>x</note>',
    })
    const codes = await Promise.all(
      ['a.example', 'b.example', 'c.example', 'd.example', 'e.example'].map((handle) =>
        codeOf(provider.readers.profile({ handle, signal })),
      ),
    )
    expect(codes).toEqual([
      'provider_not_found',
      'provider_not_found',
      'provider_not_found',
      'provider_malformed',
      'provider_not_found',
    ])
  })

  it.each([
    '',
    'ada',
    '@ada',
    'ftp://example.org/feed',
    'https://u:p@example.org/',
    'javascript:alert(1)',
    'http://10.0.0.1/',
  ])('refuses %j', async (handle) => {
    const { provider, requests } = web({})
    expect(await codeOf(provider.readers.profile({ handle, signal }))).toBe('invalid_input')
    expect(requests).toHaveLength(0)
  })
})
