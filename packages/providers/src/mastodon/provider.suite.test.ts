import { parseKeywordQuery } from '@socius/core/provider'
import { type ProviderSuiteOptions, providerSuite } from '@socius/testkit/provider'
import { actor, oldest, publishedArchive } from './archive/published-archive.fixture.js'
import { mastodon } from './provider.js'
import {
  context,
  host,
  notifications,
  owner,
  publishedWorld,
  type Status,
  source,
  statuses,
  tagged,
  token,
  uriOf,
} from './published-world.fixture.js'

const now = Date.parse('2026-11-21T06:00:00Z')
const [edited = '', boost = '', poll = '', picture = '', reply = ''] = statuses.map(({ uri }) => uri)
const [first = '', second = '', third = ''] = context.descendants.map(({ uri }) => uri)
const [parent = ''] = context.ancestors.map(({ uri }) => uri)
const boosted = `${new URL(parent).origin}/ap/users/7/statuses/99734435964706331`
const gone = uriOf('103254193998341331')
const named = notifications.map(({ status }) => status.uri)

const changed = (uri: string, change: (status: Status) => object) => ({
  platform: publishedWorld({ spoil: { uri, change } }),
  externalId: uri,
})
const broken = (uri: string) => changed(uri, (status) => ({ ...status, content: 7 }))
const rewritten = (uri: string) =>
  changed(uri, (status) => ({ ...status, content: '<p>Edited</p>', edited_at: '2026-01-01T00:00:00.000Z' }))
const fromTheFuture = (uri: string) => changed(uri, (status) => ({ ...status, created_at: '2199-01-01T00:00:00.000Z' }))

const ask = (path: string, query: Readonly<Record<string, string>> = {}) => {
  const search = new URLSearchParams(query).toString()
  return `GET ${host}/api/v1/${path}${search && `?${search}`}`
}
const askFor = (...uris: string[]) =>
  `GET ${host}/api/v1/statuses?${new URLSearchParams(uris.map((uri) => ['id[]', /\d{9,}/.exec(uri)?.[0] ?? '']))}`
const askAccount = ask('accounts/lookup', { acct: 'trwnh' })
const headers = { accept: 'application/json', 'user-agent': 'suite/1' }
const counts = ['likes', 'comments', 'shares'] as const
const missing = publishedWorld({ closed: 'deleted' })

const options: ProviderSuiteOptions = {
  create: (wiring) => mastodon({ ...wiring, userAgent: 'suite/1' }),
  platform: publishedWorld(),
  now,
  account: source,
  sources: [
    { account: source, source: 'mastodon.social' },
    {
      account: { externalId: 'https://Other.example:8443/users/a', handle: 'a@other.example' },
      source: 'other.example:8443',
    },
  ],
  rateLimited: {
    headers: {
      'x-ratelimit-limit': '300',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '2026-11-21T06:00:42.000000Z',
    },
    retryAfter: 42_000,
  },
  profile: {
    handle: '@trwnh@mastodon.social',
    requests: [askAccount],
    headers,
    missing,
    profile: {
      externalId: owner,
      handle: 'trwnh@mastodon.social',
      displayName: 'infinite love ⴳ',
      url: `${host}/@trwnh`,
      followers: 821,
      following: 178,
    },
  },
  activities: {
    requests: [askAccount, ask('accounts/14715/statuses', { limit: '40' }), askFor(parent)],
    headers,
    missing,
    items: [
      {
        externalId: edited,
        kind: 'post',
        editedAt: Date.parse('2022-09-05T00:33:20.309Z'),
        counts: { likes: 6, comments: 3, shares: 1, views: null },
      },
      {
        externalId: boost,
        kind: 'share',
        text: null,
        html: null,
        shareOf: boosted,
      },
      { externalId: poll, kind: 'poll', text: 'test', html: '<p>test</p>' },
      { externalId: picture, kind: 'post', audience: 'public' },
      { externalId: reply, kind: 'comment', text: '@ben second', inReplyTo: parent },
    ],
    counts,
    broken: broken(picture),
    edited: rewritten(edited),
    future: fromTheFuture(edited),
  },
  lookup: {
    requests: [askFor(edited, boost, reply, gone), askAccount, askFor(parent)],
    headers,
    expected: {
      [edited]: 'present',
      [boost]: 'present',
      [reply]: 'present',
      [gone]: 'gone',
      [`${host}/objects/6f6d4a64-3b0a-4e2c-8f4f-0d4f7c5b1e2a`]: 'unreadable',
    },
    unreadable: publishedWorld({ closed: 'suspended' }),
    unknownId: (number) => uriOf(String(number)),
  },
  comments: {
    subjectExternalId: reply,
    requests: [ask('statuses/103188971072973252/context')],
    headers,
    missing,
    items: [
      { externalId: third, text: 'fifth', inReplyTo: second },
      { externalId: second, text: 'fourth', inReplyTo: null },
      { externalId: first, text: 'third', inReplyTo: null },
    ],
    counts,
    broken: broken(first),
    edited: rewritten(first),
    future: fromTheFuture(first),
  },
  item: {
    externalId: edited,
    requests: [ask('statuses/108942703571991143')],
    headers,
    item: { kind: 'post', editedAt: Date.parse('2022-09-05T00:33:20.309Z') },
    pages: [
      `${host}/@trwnh/108942703571991143`,
      `${host}/@trwnh/108942703571991143/embed`,
      `${host}/web/statuses/108942703571991143`,
      `${host}/deck/@trwnh/108942703571991143`,
    ],
    another: {
      address: `${host}/@ben@social.example/103188982235527758`,
      item: { externalId: first, text: 'third', inReplyTo: reply },
    },
    foreign: [
      'https://social.example/@ben/103188982235527758',
      'https://social.example/ap/users/7/statuses/103188982235527758',
      'https://social.example/@trwnh@mastodon.social/108942703571991143',
      `${host}/@trwnh`,
      `${host}/@trwnh/media`,
      `${host}/tags/rust2`,
      `${host}/api/v1/statuses/108942703571991143`,
    ],
  },
  archive: {
    files: publishedArchive(),
    items: [
      { externalId: oldest, text: 'The first of all', url: `${host}/@trwnh/100000000000000001`, kind: 'post' },
      { externalId: edited, kind: 'post', editedAt: Date.parse('2022-09-05T00:33:20Z'), language: 'en' },
      { externalId: boost, kind: 'share', text: null, shareOf: boosted },
      { externalId: poll, kind: 'poll', text: 'test' },
      { externalId: picture, kind: 'post', audience: 'public', media: [] },
      { externalId: reply, kind: 'comment', text: '@ben second', inReplyTo: parent },
    ],
    broken: {
      files: publishedArchive((entry) =>
        entry['id'] === `${picture}/activity` ? { ...entry, object: { id: picture, content: 7 } } : entry,
      ),
      externalId: picture,
    },
    foreign: { ...publishedArchive(), 'actor.json': JSON.stringify(actor(`${host}/users/ben`)) },
  },
}

providerSuite('mastodon', options)

const [newest = '', german = '', older = '', last = ''] = tagged.map(({ uri }) => uri)

providerSuite('mastodon with a server to search', {
  ...options,
  create: (wiring) => mastodon({ ...wiring, userAgent: 'suite/1', searchServer: host }),
  search: {
    query: { op: 'hashtag', tag: 'learning' },
    // A list is what was asked for.
    wrongShapes: ['null', '7', '"statuses"', '{"statuses":[]}'],
    requests: [ask('timelines/tag/learning', { limit: '40' })],
    headers,
    items: [
      { externalId: newest, kind: 'post', text: 'Number 9', hashtags: ['Learning', 'rust'] },
      { externalId: german, language: 'de' },
      { externalId: older },
      { externalId: last },
    ],
    counts,
    broken: broken(older),
    edited: rewritten(older),
    future: fromTheFuture(newest),
    narrower: { query: parseKeywordQuery('#learning #rust lang:en -"number 7"'), items: [newest] },
    unsupported: parseKeywordQuery('#learning OR #rust'),
  },
})

providerSuite('mastodon with the token of a member', {
  ...options,
  create: (wiring) => mastodon({ ...wiring, userAgent: 'suite/1', member: { server: `${host}/`, accessToken: token } }),
  secrets: [token],
  mentions: {
    requests: [
      ask('accounts/verify_credentials'),
      ask('notifications', { 'types[]': 'mention', limit: '80' }),
      askFor(reply),
    ],
    items: [
      { externalId: named[0] ?? '', audience: 'private' },
      { externalId: second, kind: 'comment', inReplyTo: reply },
      { externalId: first, kind: 'comment', inReplyTo: reply },
    ],
    counts,
    broken: broken(first),
    edited: rewritten(first),
    future: fromTheFuture(first),
  },
})
