import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commentOfPost, draftOfPost, draftOfRepost } from './map-post.js'
import { postViewSchema, repostItemSchema } from './schemas.js'

const ada = 'did:plc:wjdq3uyetraio6hfczhxkb6a'
const ben = 'did:plc:juyr52qbez66hu73vub2dytu'

/** What a real server answered. */
function fixture(name: string): { posts: unknown[]; feed: unknown[] } {
  const text = readFileSync(new URL(`__fixtures__/${name}.json`, import.meta.url), 'utf8')
  return (JSON.parse(text) as { body: { posts: unknown[]; feed: unknown[] } }).body
}

/** A post of Ada's as the server shows it. */
function view({ record = {}, author = {}, ...rest }: { record?: object; author?: object; [field: string]: unknown }) {
  return {
    uri: `at://${ada}/app.bsky.feed.post/3n2sfeu37jc2z`,
    cid: 'bafyreic',
    author: { did: ada, handle: 'ada.test', labels: [], ...author },
    record: { $type: 'app.bsky.feed.post', text: 'Hello', createdAt: '2026-11-21T05:00:00.000Z', ...record },
    indexedAt: '2026-11-21T05:00:01.000Z',
    labels: [],
    ...rest,
  }
}

const draft = (fields: Parameters<typeof view>[0]) => draftOfPost(postViewSchema.parse(view(fields)))

describe('draftOfPost', () => {
  it('maps what real servers answer', () => {
    const { posts } = fixture('get-posts-embeds')
    const drafts = posts.map((post) => draftOfPost(postViewSchema.parse(post)))
    expect(drafts[0]).toEqual({
      externalId: `at://${ada}/app.bsky.feed.post/${drafts[0]?.externalId.split('/').at(-1)}`,
      kind: 'post',
      url: `https://bsky.app/profile/ada.test/post/${drafts[0]?.externalId.split('/').at(-1)}`,
      author: { externalId: ada, handle: 'ada.test', displayName: 'Ada Example', avatarUrl: null },
      title: null,
      text: 'Café ☕ with @ben.test on #Rust at https://example.com/a',
      html: null,
      links: [
        { start: 12, end: 21, url: `https://bsky.app/profile/${ben}` },
        { start: 25, end: 30, url: 'https://bsky.app/hashtag/Rust' },
        { start: 34, end: 55, url: 'https://example.com/a' },
      ],
      language: 'en',
      media: [
        {
          type: 'link',
          url: 'https://example.com/a',
          previewUrl: null,
          description: 'A page',
          width: null,
          height: null,
        },
      ],
      hashtags: ['Rust', 'learning'],
      mentions: [{ externalId: ben, handle: 'ben.test' }],
      counts: { likes: 0, comments: 0, shares: 0, views: null },
      audience: 'public',
      inReplyTo: null,
      shareOf: null,
      publishedAt: drafts[0]?.publishedAt,
      editedAt: null,
      version: drafts[0]?.version,
    })
    expect(drafts.map(({ kind }) => kind)).toEqual(['post', 'post', 'share', 'comment'])
    const picture = 'bafkreidlp6sdj6jkroakvmbntpy2clsj77foijheae5byt3iwz7d2k542a'
    expect(drafts[1]?.media).toEqual([
      {
        type: 'image',
        url: `https://bsky.public.url/img/feed_fullsize/plain/${ada}/${picture}`,
        previewUrl: `https://bsky.public.url/img/feed_thumbnail/plain/${ada}/${picture}`,
        description: 'One pixel',
        width: null,
        height: null,
      },
    ])
    expect(drafts[2]).toMatchObject({ text: 'Quoting', author: { externalId: ben, handle: 'ben.test' } })
    expect(drafts[2]?.shareOf).toMatch(new RegExp(`^at://${ada}/app.bsky.feed.post/`))
    expect(drafts[3]?.inReplyTo).toBe(drafts[2]?.shareOf)
  })

  it('tells a video, a quote with media and a reply that quotes apart', () => {
    const video = {
      $type: 'app.bsky.embed.video#view',
      cid: 'bafy',
      playlist: 'https://video.bsky.app/x/playlist.m3u8',
      thumbnail: 'https://video.bsky.app/x/thumbnail.jpg',
      alt: 'A film',
      aspectRatio: { width: 16, height: 9 },
    }
    const media = [
      {
        type: 'video',
        url: video.playlist,
        previewUrl: video.thumbnail,
        description: 'A film',
        width: null,
        height: null,
      },
    ]
    expect(draft({ embed: video })).toMatchObject({ kind: 'video', media })
    const quoted = { uri: `at://${ben}/app.bsky.feed.post/1`, cid: 'bafy' }
    const record = {
      embed: {
        $type: 'app.bsky.embed.recordWithMedia',
        record: { $type: 'app.bsky.embed.record', record: quoted },
        media: {},
      },
    }
    const embed = {
      $type: 'app.bsky.embed.recordWithMedia#view',
      media: video,
      record: { record: { $type: 'app.bsky.embed.record#viewRecord', value: { text: 'Not mine' } } },
    }
    const quote = draft({ record, embed })
    expect(quote).toMatchObject({ kind: 'share', shareOf: quoted.uri, media })
    expect(JSON.stringify(quote)).not.toContain('Not mine')
    expect(draft({ record: { ...record, reply: { root: quoted, parent: quoted } } })).toMatchObject({
      kind: 'comment',
      inReplyTo: quoted.uri,
      shareOf: quoted.uri,
    })
  })

  it('does not take an embedded feed or list for a share', () => {
    const embed = { $type: 'app.bsky.embed.record', record: { uri: `at://${ben}/app.bsky.graph.list/1`, cid: 'b' } }
    expect(draft({ record: { embed } })).toMatchObject({ kind: 'post', shareOf: null })
  })

  it('reads galleries and cards', () => {
    const image = { fullsize: 'https://cdn/f', thumbnail: 'https://cdn/t', alt: '' }
    const gallery = { $type: 'app.bsky.embed.gallery#view', items: [image, null, { fullsize: 'javascript:x' }] }
    expect(draft({ embed: gallery }).media).toEqual([
      {
        type: 'image',
        url: 'https://cdn/f',
        previewUrl: 'https://cdn/t',
        description: null,
        width: null,
        height: null,
      },
    ])
    const card = (uri: string) => ({
      $type: 'app.bsky.embed.external#view',
      external: { uri, title: 'T', thumb: 'x:' },
    })
    expect(draft({ embed: card('https://example.com') }).media).toMatchObject([
      { type: 'link', url: 'https://example.com', previewUrl: null, description: 'T' },
    ])
    expect(draft({ embed: card('javascript:alert(1)') }).media).toEqual([])
  })

  it('believes the author about the time only as far as the server saw it', () => {
    const at = (createdAt: unknown) => draft({ record: { createdAt } }).publishedAt
    const indexedAt = Date.parse('2026-11-21T05:00:01.000Z')
    expect(at('2020-02-03T04:05:06+02:00')).toBe(Date.parse('2020-02-03T02:05:06Z'))
    for (const lie of ['2099-01-01T00:00:00Z', 'yesterday', '', null, 12, undefined]) expect(at(lie)).toBe(indexedAt)
  })

  it('does not show to the public who asks not to be', () => {
    const hidden = { val: '!no-unauthenticated', src: ada }
    expect(draft({ author: { labels: [hidden] } }).audience).toBe('connections')
    expect(draft({ labels: [hidden] }).audience).toBe('connections')
    expect(draft({ author: { labels: [{ ...hidden, neg: true }, { val: 'spam' }, null] } }).audience).toBe('public')
  })

  it('counts what is given, and nothing else', () => {
    expect(draft({}).counts).toEqual({ likes: null, comments: null, shares: null, views: null })
    expect(draft({ likeCount: 0, replyCount: 2, quoteCount: 3 }).counts).toMatchObject({
      likes: 0,
      comments: 2,
      shares: 3,
    })
    expect(draft({ likeCount: -1, replyCount: '5', repostCount: 1.5 }).counts).toMatchObject({
      likes: null,
      comments: null,
      shares: null,
    })
  })

  it('names an author without a valid handle by the DID', () => {
    expect(draft({ author: { handle: 'handle.invalid', avatar: 'data:x', displayName: '' } })).toMatchObject({
      url: `https://bsky.app/profile/${ada}/post/3n2sfeu37jc2z`,
      author: { handle: null, avatarUrl: null, displayName: null },
    })
  })

  it('takes what has a wrong type for absent, where the item can do without it', () => {
    const record = { langs: 'en', tags: {}, facets: 'x', reply: { parent: 7 }, embed: 'x' }
    expect(draft({ record, embed: [], labels: 'x', author: { labels: 3, displayName: {} } })).toMatchObject({
      kind: 'post',
      language: null,
      hashtags: [],
      media: [],
    })
    expect(draft({ record: { langs: ['<b>'] } }).language).toBe(null)
    expect(draft({ record: { langs: ['pt-BR', 'en'] } }).language).toBe('pt-BR')
  })

  it.each([
    ['a text of another type', { record: { text: {} } }],
    ['a book', { record: { text: 'x'.repeat(100_001) } }],
    ['no time', { indexedAt: 'soon' }],
    ['no version', { cid: '' }],
    ['an address of something else', { uri: 'https://example.com' }],
    ['an author without a DID', { author: { did: 'ada' } }],
  ])('refuses %s', (_, fields) => {
    expect(postViewSchema.safeParse(view(fields)).success).toBe(false)
  })

  it('bears an embed that seems to hold itself', () => {
    let embed: object = { $type: 'app.bsky.embed.recordWithMedia#view' }
    for (let depth = 0; depth < 10_000; depth += 1)
      embed = { $type: 'app.bsky.embed.recordWithMedia#view', media: embed }
    expect(draft({ embed, record: { embed } })).toMatchObject({ kind: 'post', media: [] })
  })
})

describe('draftOfRepost', () => {
  it('names the post of another and copies nothing of it', () => {
    const { feed } = fixture('author-feed-page-1')
    const [first] = feed
    const item = repostItemSchema.parse(first)
    expect(draftOfRepost(item)).toEqual({
      externalId: item.reason.uri,
      kind: 'share',
      url: `https://bsky.app/profile/ben.test/post/${item.post.uri.split('/').at(-1)}`,
      author: { externalId: ada, handle: 'ada.test', displayName: 'Ada Example', avatarUrl: null },
      title: null,
      text: null,
      html: null,
      links: [],
      language: null,
      media: [],
      hashtags: [],
      mentions: [],
      counts: { likes: null, comments: null, shares: null, views: null },
      audience: 'public',
      inReplyTo: null,
      shareOf: item.post.uri,
      // Before the server saw it, and by the key of the record no later.
      publishedAt: Date.parse(item.reason.indexedAt),
      editedAt: null,
      version: item.reason.cid,
    })
  })

  it('derives an id where the server names none', () => {
    const post = view({})
    const reason = { by: { did: ben, handle: 'ben.test' }, indexedAt: '2026-11-21T06:00:00.000Z' }
    expect(draftOfRepost(repostItemSchema.parse({ post, reason }))).toMatchObject({
      externalId: `${post.uri}#repost:${ben}`,
      publishedAt: Date.parse(reason.indexedAt),
      version: null,
    })
  })

  it('hides the repost of a post whose author hides', () => {
    const post = view({ author: { labels: [{ val: '!no-unauthenticated' }] } })
    const reason = { by: { did: ben }, indexedAt: '2026-11-21T06:00:00.000Z' }
    expect(draftOfRepost(repostItemSchema.parse({ post, reason })).audience).toBe('connections')
  })
})

describe('commentOfPost', () => {
  it('places a reply in its thread', () => {
    const post = postViewSchema.parse(view({ likeCount: 1 }))
    const comment = commentOfPost(post, { subject: 'at://subject', parent: 'at://parent' })
    expect(comment).toMatchObject({ subjectExternalId: 'at://subject', inReplyTo: 'at://parent', text: 'Hello' })
    expect(commentOfPost(post, { subject: 'at://subject', parent: 'at://subject' }).inReplyTo).toBe(null)
  })
})
