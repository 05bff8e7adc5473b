import { type PlatformAnswers, providerSuite } from '@socius/testkit/provider'
import { rss } from './provider.js'

const now = Date.parse('2026-03-05T00:00:00Z')
const site = 'https://blog.example.com/'
const address = 'https://blog.example.com/feed'
const etag = '"v1"'

interface Entry {
  readonly id: string
  readonly published: string
  readonly title?: string
  readonly comments?: number
}

const entries: readonly Entry[] = [
  { id: 'e', published: 'Sun, 01 Mar 2026 12:00:00 GMT', comments: 0 },
  { id: 'd', published: 'Sun, 15 Feb 2026 12:00:00 GMT', comments: 3 },
  { id: 'b', published: 'Sun, 01 Feb 2026 12:00:00 GMT' },
  { id: 'a', published: 'Thu, 01 Jan 2026 12:00:00 GMT' },
]

const render = ({ id, published, title = `Entry ${id}`, comments }: Entry): string =>
  `<item><guid isPermaLink="false">https://blog.example.com/?p=${id}</guid><link>https://blog.example.com/${id}</link>
  <title>${title}</title><pubDate>${published}</pubDate><description>&lt;p&gt;Text ${id}&lt;/p&gt;</description>
  ${comments === undefined ? '' : `<slash:comments>${comments}</slash:comments>`}</item>`

const feed = (items: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
  <channel><title>Example</title><link>${site}</link><description>An example</description>${items}</channel></rss>`

const serve =
  (items: string, tag = etag): PlatformAnswers =>
  (request) => {
    if (request.url !== address) return new Response(null, { status: 404 })
    if (request.headers.get('if-none-match') === tag) return new Response(null, { status: 304, headers: { etag: tag } })
    return new Response(feed(items), { headers: { 'content-type': 'application/rss+xml', etag: tag } })
  }

const change = (id: string, changed: Partial<Entry>): string =>
  entries.map((entry) => render(entry.id === id ? { ...entry, ...changed } : entry)).join('')

const idOf = (id: string): string => `https://blog.example.com/?p=${id}`
const platform = serve(entries.map(render).join(''))

providerSuite('rss', {
  create: (wiring) => rss(wiring),
  platform,
  now,
  account: { externalId: address, handle: 'blog.example.com/feed' },
  sources: [
    { account: { externalId: address, handle: '' }, source: 'blog.example.com' },
    { account: { externalId: 'https://medium.com/feed/@ada', handle: 'medium.com/@ada' }, source: 'medium.com' },
    { account: { externalId: 'https://ada.medium.com/feed', handle: 'ada.medium.com' }, source: 'medium.com' },
    { account: { externalId: 'https://ada.substack.com/feed', handle: '' }, source: 'substack.com' },
    { account: { externalId: 'https://bob.substack.com/feed', handle: '' }, source: 'substack.com' },
  ],
  rateLimited: { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '90' }, retryAfter: 90_000 },
  profile: {
    handle: address,
    requests: [`GET ${address}`],
    profile: { externalId: address, displayName: 'Example', bio: 'An example', url: site, followers: null },
  },
  activities: {
    requests: [`GET ${address}`],
    headers: { 'user-agent': 'Socius (+https://www.npmjs.com/package/@socius/providers)' },
    items: entries.map(({ id, published, comments }) => ({
      externalId: idOf(id),
      kind: 'article' as const,
      title: `Entry ${id}`,
      text: `Text ${id}`,
      html: `<p>Text ${id}</p>`,
      url: `https://blog.example.com/${id}`,
      publishedAt: Date.parse(published),
      counts: { likes: null, comments: comments ?? null, shares: null, views: null },
    })),
    counts: ['comments'],
    broken: {
      platform: serve(
        entries.map((entry) => (entry.id === 'b' ? '<item><title>Nameless</title></item>' : render(entry))).join(''),
      ),
      externalId: null,
    },
    edited: { platform: serve(change('d', { title: 'Changed' }), '"v2"'), externalId: idOf('d') },
    future: { platform: serve(change('e', { published: 'Sun, 01 Mar 2037 12:00:00 GMT' })), externalId: idOf('e') },
  },
  lookup: {
    requests: [`GET ${address}`],
    // `c` lay between `b` and `d`; `0` is older than anything the feed still lists.
    expected: { [idOf('e')]: 'present', [idOf('a')]: 'present', [idOf('c')]: 'gone', [idOf('0')]: 'unreadable' },
    publishedAt: new Map([
      [idOf('c'), Date.parse('2026-02-10T00:00:00Z')],
      [idOf('0'), Date.parse('2025-06-01T00:00:00Z')],
    ]),
    unknownId: (number) => idOf(`unknown-${number}`),
    unreadable: serve(''),
  },
  item: {
    externalId: idOf('d'),
    requests: [`GET ${address}`],
    item: { title: 'Entry d', text: 'Text d', counts: { likes: null, comments: 3, shares: null, views: null } },
    pages: ['https://blog.example.com/d'],
    foreign: ['https://other.example/d', 'https://medium.com/@ada/d'],
  },
})
