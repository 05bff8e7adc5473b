import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { bluesky } from './provider.js'
import {
  ada,
  adaIsThere,
  ben,
  getAuthorFeed,
  getProfile,
  host,
  noSuchAccount,
  pageOf,
  postView,
  recorded,
  scriptAppView,
} from './scripted-appview.fixture.js'

const { answer, requests, server } = scriptAppView()

describe('activities', () => {
  it('asks for posts and replies of the account, and maps what a real server answers', async () => {
    const real = recorded('author-feed-page-1')
    answer({ [getAuthorFeed]: real })
    const result = await bluesky().readers.activities(pageOf({ limit: 4 }))
    expect(requests).toEqual([`${getAuthorFeed}?actor=${ada}&filter=posts_with_replies&includePins=false&limit=4`])
    expect(result).toMatchObject({ rejected: [], next: real.body.cursor, rateLimit: null, calls: 1 })
    expect(result.items.map(({ kind, text }) => [kind, text])).toEqual([
      ['share', null],
      ['comment', 'My own reply'],
      ['post', 'A picture'],
      ['post', 'Said to be new'],
    ])
  })

  it('follows the cursor to the end', async () => {
    answer({ [getAuthorFeed]: recorded('author-feed-page-3') })
    const result = await bluesky().readers.activities(pageOf({ cursor: 'a b' }))
    expect(requests[0]).toMatch(/&limit=100&cursor=a\+b$/)
    expect(result.next).toBe(null)
  })

  it('stops where a page ends before `since`, and nowhere else', async () => {
    const feed = [postView('3', '2026-01-03T00:00:00Z'), postView('2', '2026-01-02T00:00:00Z')].map((item) => ({
      post: item,
    }))
    answer({ [getAuthorFeed]: { body: { feed, cursor: 'more' } } })
    const next = async (since: string) =>
      (await bluesky().readers.activities(pageOf({ since: Date.parse(since) }))).next
    expect(await next('2026-01-02T00:00:01Z')).toBe(null)
    expect(await next('2026-01-02T00:00:00Z')).toBe('more')
    expect(await next('2025-01-02T00:00:00Z')).toBe('more')
  })

  it('goes on after an empty page, and not around in a circle', async () => {
    answer({ [getAuthorFeed]: { body: { feed: [], cursor: 'more' } } })
    expect(await bluesky().readers.activities(pageOf())).toMatchObject({ items: [], next: 'more' })
    const again = bluesky().readers.activities(pageOf({ cursor: 'more' }))
    await expect(again).rejects.toMatchObject({ code: 'provider_malformed' })
  })

  it('gives a pinned post once, at its place', async () => {
    const reason = { $type: 'app.bsky.feed.defs#reasonPin' }
    const [newest, middle, oldest] = ['3', '2', '1'].map((day) => postView(day, `2026-01-0${day}T00:00:00Z`))
    const ids = async (feed: object[], cursor?: string) => {
      answer({ [getAuthorFeed]: { body: { feed, cursor } } })
      return (await bluesky().readers.activities(pageOf())).items.map(({ text }) => text)
    }
    expect(await ids([{ post: middle, reason }, { post: newest }, { post: oldest }], 'more')).toEqual(['3', '2', '1'])
    expect(await ids([{ post: middle, reason }, { post: newest }, { post: middle }])).toEqual(['3', '2'])
    expect(await ids([{ post: oldest, reason }, { post: newest }, { post: middle }], 'more')).toEqual(['3', '2'])
    expect(await ids([{ post: oldest, reason }, { post: newest }])).toEqual(['3', '1'])
  })

  it('sets aside what does not fit, and goes on', async () => {
    const good = postView('1', '2026-01-01T00:00:00Z')
    const reason = { $type: 'app.bsky.feed.defs#reasonRepost', indexedAt: '2026-01-01T00:00:00Z' }
    const feed = [
      null,
      { post: null },
      { post: { ...good, record: { text: { secret: 'words' } } } },
      { post: { ...good, author: { did: ben } } },
      { post: good, reason: { ...reason, by: { did: ben } } },
      { post: good, reason },
      { post: good },
    ]
    answer({ [getAuthorFeed]: { body: { feed, cursor: 'more' } } })
    const result = await bluesky().readers.activities(pageOf({ since: Date.parse('2027-01-01') }))
    expect(result.items.length).toBe(1)
    expect(result.rejected).toEqual([
      { externalId: null, reason: 'the item: invalid_type' },
      { externalId: null, reason: 'the item: invalid_type' },
      { externalId: good.uri, reason: 'record.text: invalid_type' },
      { externalId: good.uri, reason: 'a post by another account' },
      { externalId: null, reason: 'a repost by another account' },
      { externalId: null, reason: 'reason.by: invalid_type' },
    ])
  })

  it('does not stop at a page that ends with something unreadable', async () => {
    const feed = [{ post: postView('1', '2020-01-01T00:00:00Z') }, null]
    answer({ [getAuthorFeed]: { body: { feed, cursor: 'more' } } })
    expect((await bluesky().readers.activities(pageOf({ since: Date.parse('2026-01-01') }))).next).toBe('more')
  })

  it('bears a record of another author that is nested without end', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    const feed = [{ post: postView('1', '2026-01-01T00:00:00Z'), reply: { parent: { record: 'DEEP' } } }]
    const body = JSON.stringify({ feed }).replace('"DEEP"', deep)
    server.use(http.get(`${host}/xrpc/:method`, () => new HttpResponse(body)))
    expect((await bluesky().readers.activities(pageOf())).items.length).toBe(1)
  })

  it.each([
    ['profile-unknown-did', 'provider_not_found', 'unknown'],
    ['profile-deactivated', 'provider_forbidden', 'deactivated'],
    ['profile-suspended', 'provider_forbidden', 'suspended'],
  ])('asks the profile why there is no feed: %s', async (name, code, state) => {
    answer({ [getAuthorFeed]: recorded('author-feed-unknown-did'), [getProfile]: recorded(name) })
    await expect(bluesky().readers.activities(pageOf())).rejects.toMatchObject({
      code,
      retryable: false,
      details: { state },
    })
    expect(requests.length).toBe(2)
  })

  it('takes a feed that is missing beside a profile that is there for a failure of the moment', async () => {
    answer({ [getAuthorFeed]: noSuchAccount, [getProfile]: adaIsThere })
    await expect(bluesky().readers.activities(pageOf())).rejects.toMatchObject({
      code: 'provider_unavailable',
      retryable: true,
    })
  })

  it.each([0, 101, 1.5, Number.NaN])('refuses a page of %d before it asks', async (limit) => {
    await expect(bluesky().readers.activities(pageOf({ limit }))).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
