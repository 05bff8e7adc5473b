import { providerSuite } from '@socius/testkit/provider'
import {
  account,
  type ForemArticle,
  type ForemComment,
  forem,
  host,
  published,
  slugOf,
  smallForem,
} from './forem.fixture.js'
import { devto } from './provider.js'

const now = Date.parse('2023-02-01T00:00:00Z')
const apiKey = 'a-secret-key'
const headers = {
  accept: 'application/vnd.forem.api-v1+json',
  'api-key': apiKey,
  'user-agent': 'suite/1',
}
const wrongShapes = ['null', '42', '"text"', '{"other":true}']
const thread = published<ForemComment[]>('comments')

const changed = (id: number, fields: object) => ({
  platform: forem({
    ...smallForem,
    articles: smallForem.articles.map((each) => (each.id === id ? ({ ...each, ...fields } as ForemArticle) : each)),
  }),
  externalId: String(id),
})

const withComment = (id: string, fields: object) => {
  const change = (node: ForemComment): ForemComment => ({
    ...node,
    ...(node.id_code === id ? fields : {}),
    children: node.children.map(change),
  })
  return { platform: forem({ ...smallForem, comments: { 1544: thread.map(change) } }), externalId: id }
}

const avatar = `${host}/uploads/user/profile_image/3620/3b3f8cf9-6517-4a48-aa69-95eeaf8b0456.jpeg`
const author = { ...account, displayName: 'Ira "Tanna" \\:/ West', avatarUrl: avatar }
const common = {
  kind: 'article',
  author,
  text: 'Five dollar toast pour-over 8-bit gluten-free selvage try-hard. Stumptown listicle ennui plaid tacos...',
  html: null,
  links: [],
  mentions: [],
  audience: 'public',
  version: null,
} as const
const nothing = { likes: 0, comments: 0, shares: null, views: null }

providerSuite('devto', {
  create: (wiring) => devto({ ...wiring, apiKey, userAgent: 'suite/1' }),
  platform: forem(),
  now,
  account,
  secrets: [apiKey],
  rateLimited: { headers: { 'retry-after': '1' }, retryAfter: 1000 },
  profile: {
    handle: '@Username382',
    requests: [`GET ${host}/api/users/by_username?url=username382`],
    headers,
    missing: forem({ ...smallForem, user: null }),
    profile: {
      externalId: '3620',
      handle: 'username382',
      displayName: 'bob',
      bio: 'Hello, world',
      url: `${host}/username382`,
      followers: null,
      following: null,
    },
  },
  activities: {
    requests: [`GET ${host}/api/articles?username=username382&page=1&per_page=1000`],
    headers,
    missing: forem({ ...smallForem, user: null }),
    wrongShapes,
    items: [
      {
        ...common,
        externalId: '1550',
        title: 'Article 1550',
        hashtags: ['discuss', 'webdev'],
        counts: { ...nothing, likes: 3, comments: 2 },
        publishedAt: Date.parse('2023-01-14T09:00:00Z'),
        editedAt: null,
      },
      {
        ...common,
        externalId: '1547',
        language: 'en',
        media: [],
        publishedAt: Date.parse('2023-01-13T09:00:00Z'),
        editedAt: Date.parse('2023-01-13T10:00:00Z'),
      },
      {
        ...common,
        externalId: '1544',
        title: 'The Line of Beauty172',
        url: 'http://localhost:3000/username382/the-line-of-beauty172-39d8',
        hashtags: ['discuss'],
        counts: nothing,
        language: null,
        media: [
          {
            type: 'image',
            url: 'http://localhost:3000/assets/27-441873f471d98b5358beff7d47a211e58b9979c6453794f9a7abfd5709c33322.png',
            previewUrl: null,
            description: null,
            width: null,
            height: null,
          },
        ],
        publishedAt: Date.parse('2023-01-11T16:00:22Z'),
      },
      { ...common, externalId: '1540', publishedAt: Date.parse('2022-12-31T23:00:00Z') },
    ],
    counts: ['likes', 'comments'],
    broken: changed(1547, { published_at: 'yesterday' }),
    edited: changed(1544, { description: 'Said better', edited_at: '2023-01-20T00:00:00Z' }),
    future: changed(1550, { published_at: '2199-01-01T00:00:00Z' }),
  },
  lookup: {
    requests: [`GET ${host}/api/articles/1550`],
    headers,
    missing: forem({ ...smallForem, user: null, articles: [] }),
    expected: { 1550: 'present' },
    unreadable: forem({ ...smallForem, user: null, articles: [] }),
    unknownId: (number) => String(9000 + number),
  },
  comments: {
    subjectExternalId: '1544',
    requests: [`GET ${host}/api/comments?a_id=1544`],
    headers,
    wrongShapes,
    items: [
      {
        externalId: 'm3a1',
        inReplyTo: 'm35m',
        subjectExternalId: '1544',
        author,
        text: 'Both & neither',
        html: '<p>Both &amp; <em>neither</em></p>\n',
        links: [],
        url: `${host}/username382/comment/m3a1`,
        publishedAt: Date.parse('2023-01-12T12:00:00Z'),
        editedAt: null,
      },
      { externalId: 'm3b2', inReplyTo: null, text: '...' },
      { externalId: 'm357', inReplyTo: null, text: '...\n\n...' },
    ],
    counts: [],
    broken: withComment('m3b2', { created_at: 7 }),
    edited: withComment('m3b2', { body_html: '<p>Said better</p>' }),
    future: withComment('m3b2', { created_at: '2199-01-01T00:00:00Z' }),
  },
  item: {
    externalId: '1550',
    requests: [`GET ${host}/api/articles/1550`],
    headers,
    item: { ...common, title: 'Article 1550', counts: { ...nothing, likes: 3, comments: 2 } },
    pages: [
      `${host}/username382/${slugOf({ title: 'Article 1550', id: 1550 })}`,
      `${host}/Username382/${slugOf({ title: 'Article 1550', id: 1550 })}`,
    ],
    another: {
      address: '7',
      item: { externalId: '7', author: { ...author, externalId: '9' } },
    },
    foreign: [
      'https://forem.example/username382/article-1550-172',
      `${host}/username382`,
      `${host}/username382/comment/m3a1`,
      `${host}/api/articles/1550`,
      '1550; drop table',
    ],
  },
})
