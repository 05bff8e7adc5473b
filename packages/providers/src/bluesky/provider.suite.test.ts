import { providerSuite } from '@socius/testkit/provider'
import { bluesky } from './provider.js'
import { feed, recordedWorld, thread, type WorldOptions } from './recorded-world.fixture.js'
import { account, ada, host } from './scripted-appview.fixture.js'

const now = Date.parse('2026-11-21T06:00:00Z')
const ids = feed.map(({ post, reason }) => reason?.uri ?? post.uri)
const [repost = '', reply = '', picture = '', claimedNew = ''] = ids
const lastLesson = ids[5] ?? ''
const [firstReply] = thread.replies ?? []
const [secondReply] = firstReply?.replies ?? []
const other = thread.replies?.[1]
const gone = `at://${ada}/app.bsky.feed.post/3n2sgb24vo2zz`
const keyOf = (uri: string) => uri.split('/').at(-1) ?? ''
const unmade = `at://${ada}/app.bsky.feed.repost/3n2sgb24vo2zz`

const changed = (uri: string, change: NonNullable<WorldOptions['spoil']>['change']) => ({
  platform: recordedWorld({ spoil: { uri, change } }),
  externalId: uri,
})
const broken = (uri: string) => changed(uri, (post) => ({ ...post, record: { ...post.record, text: 7 } }))
const edited = (uri: string) =>
  changed(uri, (post) => ({ ...post, cid: 'bafyedited', record: { ...post.record, text: 'Edited' } }))
const fromTheFuture = (uri: string) =>
  changed(uri, (post) => ({ ...post, record: { ...post.record, createdAt: '2199-01-01T00:00:00Z' } }))

const ask = (method: string, query: Readonly<Record<string, string>>) =>
  `GET ${host}/xrpc/${method}?${new URLSearchParams(query)}`
const headers = { accept: 'application/json', 'user-agent': 'suite/1' }
const counts = ['likes', 'comments', 'shares'] as const

providerSuite('bluesky', {
  create: (wiring) => bluesky({ ...wiring, userAgent: 'suite/1' }),
  platform: recordedWorld(),
  now,
  account,
  rateLimited: {
    headers: {
      'ratelimit-limit': '3000',
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(now / 1000 + 42),
      'ratelimit-policy': '3000;w=300',
    },
    retryAfter: 42_000,
  },
  profile: {
    handle: '@ada.test',
    requests: [ask('app.bsky.actor.getProfile', { actor: 'ada.test' })],
    headers,
    missing: recordedWorld({ closed: 'profile-unknown-did' }),
    profile: { externalId: ada, handle: 'ada.test', displayName: 'Ada Example', followers: 1, following: 0 },
  },
  activities: {
    requests: [
      ask('app.bsky.feed.getAuthorFeed', {
        actor: ada,
        filter: 'posts_with_replies',
        includePins: 'false',
        limit: '100',
      }),
    ],
    headers,
    missing: recordedWorld({ closed: 'profile-unknown-did' }),
    items: [
      { externalId: reply, kind: 'comment', text: 'My own reply', inReplyTo: firstReply?.post.uri ?? null },
      { externalId: repost, kind: 'share', text: null, shareOf: feed[0]?.post.uri ?? null },
      { externalId: picture, kind: 'post', text: 'A picture', title: null },
      { externalId: claimedNew, kind: 'post', publishedAt: Date.parse(feed[3]?.post.indexedAt ?? '') },
      ...ids.slice(4).map((externalId) => ({ externalId, kind: 'post' as const, audience: 'public' as const })),
    ],
    limit: 4,
    counts,
    broken: broken(picture),
    edited: edited(lastLesson),
    future: fromTheFuture(lastLesson),
  },
  lookup: {
    requests: [
      ask('com.atproto.repo.getRecord', {
        repo: ada,
        collection: 'app.bsky.feed.repost',
        rkey: repost.split('/').at(-1) ?? '',
      }),
      ask('com.atproto.repo.getRecord', {
        repo: ada,
        collection: 'app.bsky.feed.repost',
        rkey: unmade.split('/').at(-1) ?? '',
      }),
      `GET ${host}/xrpc/app.bsky.feed.getPosts?${new URLSearchParams(
        [picture, lastLesson, gone, feed[0]?.post.uri ?? ''].map((uri) => ['uris', uri]),
      )}`,
      ask('app.bsky.actor.getProfile', { actor: ada }),
    ],
    headers,
    missing: () => Response.json({ error: 'NotFound', message: 'Not found' }, { status: 400 }),
    expected: {
      [picture]: 'present',
      [lastLesson]: 'present',
      [gone]: 'gone',
      [repost]: 'counted',
      [unmade]: 'gone',
      [`${picture}#repost:${ada}`]: 'unreadable',
    },
    unreadable: recordedWorld({ closed: 'profile-deactivated' }),
    unknownId: (number) => `at://${ada}/app.bsky.feed.post/${number}`,
  },
  comments: {
    subjectExternalId: thread.post.uri,
    requests: [ask('app.bsky.feed.getPostThread', { uri: thread.post.uri, depth: '16', parentHeight: '0' })],
    headers,
    missing: recordedWorld({ closed: 'profile-unknown-did' }),
    items: [
      { externalId: other?.post.uri ?? '', text: 'One more', inReplyTo: null },
      { externalId: secondReply?.post.uri ?? '', text: 'My own reply', inReplyTo: firstReply?.post.uri ?? null },
      { externalId: firstReply?.post.uri ?? '', text: 'A reply', inReplyTo: null },
    ],
    counts,
    broken: broken(firstReply?.post.uri ?? ''),
    edited: edited(firstReply?.post.uri ?? ''),
    future: fromTheFuture(firstReply?.post.uri ?? ''),
  },
  item: {
    externalId: lastLesson,
    requests: [ask('app.bsky.feed.getPosts', { uris: lastLesson })],
    headers,
    missing: recordedWorld({ closed: 'profile-unknown-did' }),
    item: { kind: 'post', audience: 'public' },
    pages: [
      `https://bsky.app/profile/ada.test/post/${keyOf(lastLesson)}`,
      `https://bsky.app/profile/Ada.Test/post/${keyOf(lastLesson)}`,
      `https://bsky.app/profile/${ada}/post/${keyOf(lastLesson)}`,
      `https://www.bsky.app/profile/${encodeURIComponent(ada)}/post/${keyOf(lastLesson)}`,
      `at://ada.test/app.bsky.feed.post/${keyOf(lastLesson)}`,
    ],
    another: { address: feed[0]?.post.uri ?? '', item: { externalId: feed[0]?.post.uri ?? '', kind: 'share' } },
    foreign: [
      `https://bsky.example/profile/ada.test/post/${keyOf(lastLesson)}`,
      'https://bsky.app/profile/ada.test',
      'https://bsky.app/profile/ada/post/3n2sgb24vo2zz',
      'https://bsky.app/profile/ada.test/feed/3n2sgb24vo2zz',
      repost,
      `at://${ada}/app.bsky.feed.like/3n2sgb24vo2zz`,
    ],
  },
})
