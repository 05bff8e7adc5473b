import { describe, expect, it } from 'vitest'
import { bluesky } from './provider.js'
import {
  account,
  ada,
  adaIsThere,
  ben,
  getPosts,
  getProfile,
  getRecord,
  live,
  postView,
  type Reply,
  recorded,
  scriptAppView,
} from './scripted-appview.fixture.js'

const { answer, requests } = scriptAppView()

describe('lookup', () => {
  const id = (rkey: string, did = ada) => `at://${did}/app.bsky.feed.post/${rkey}`
  const share = (rkey: string) => `at://${ada}/app.bsky.feed.repost/${rkey}`
  const look = async (...externalIds: string[]) => bluesky().readers.lookup({ account, externalIds, signal: live })
  const counts = { likes: null, comments: null, shares: null, views: null }

  it('asks for all posts in one call', async () => {
    const { body } = recorded('get-posts-embeds')
    answer({ [getPosts]: { body } })
    const uris = body.posts.map((item) => (item as { uri: string }).uri)
    const result = await look(...uris, ...uris)
    expect(requests).toEqual([`${getPosts}?${uris.map((uri) => `uris=${uri}`).join('&')}`])
    expect(result).toMatchObject({ rejected: [], calls: 1 })
    expect(result.results.map((each) => each.state === 'present' && each.item.externalId)).toEqual(uris)
  })

  it('says gone only of what an account does not show that is itself readable', async () => {
    answer({
      [getPosts]: { body: { posts: [postView('1', '2026-01-01T00:00:00Z')] } },
      [getProfile]: (query) => (query.get('actor') === ada ? adaIsThere : recorded('profile-deactivated')),
    })
    const result = await look(id('1'), id('2'), id('3'), id('4', ben))
    expect(result.results.slice(1)).toEqual([
      { state: 'gone', externalId: id('2') },
      { state: 'gone', externalId: id('3') },
      { state: 'unreadable', externalId: id('4', ben), reason: 'account_deactivated' },
    ])
    expect(result.calls).toBe(3)
  })

  it('buries nothing while it cannot tell what was answered', async () => {
    const odd = { ...postView('1', '2026-01-01T00:00:00Z'), record: {} }
    answer({ [getPosts]: { body: { posts: [odd] } }, [getProfile]: adaIsThere })
    expect(await look(id('1'), id('2'))).toMatchObject({
      results: [
        { state: 'unreadable', externalId: id('1'), reason: 'unreadable_item' },
        { state: 'gone', externalId: id('2') },
      ],
      rejected: [{ externalId: id('1'), reason: 'record.text: invalid_type' }],
    })
    answer({ [getPosts]: { body: { posts: ['?'] } }, [getProfile]: adaIsThere })
    expect((await look(id('1'), id('2'))).results).toMatchObject([{ state: 'unreadable' }, { state: 'unreadable' }])
  })

  it('fails as a whole when the account cannot be asked', async () => {
    answer({ [getPosts]: { body: { posts: [] } }, [getProfile]: { status: 503, body: {} } })
    await expect(look(id('1'))).rejects.toMatchObject({ code: 'provider_unavailable' })
  })

  it('follows reposts by their records and their posts', async () => {
    const records: Record<string, Reply> = {
      there: { body: { uri: share('there'), value: { subject: { uri: id('1') } } } },
      hollow: { body: { uri: share('hollow'), value: { subject: { uri: id('2', ben) } } } },
      undone: { status: 400, body: { error: 'RecordNotFound', message: 'Could not locate record' } },
      odd: { body: { value: { subject: 7 } } },
      refused: { status: 400, body: { error: 'InvalidRequest', message: 'No' } },
      lost: { status: 404, body: {} },
      strange: { status: 501, body: {} },
    }
    answer({
      [getRecord]: (query) => records[query.get('rkey') ?? ''] ?? { status: 500, body: {} },
      [getPosts]: { body: { posts: [postView('1', '2026-01-01T00:00:00Z')] } },
      [getProfile]: adaIsThere,
    })
    const result = await look(...Object.keys(records).map(share))
    expect(result.results).toEqual([
      { state: 'counted', externalId: share('there'), counts },
      { state: 'unreadable', externalId: share('hollow'), reason: 'subject_not_shown' },
      { state: 'gone', externalId: share('undone') },
      ...['odd', 'refused', 'lost', 'strange'].map((rkey) => ({
        state: 'unreadable',
        externalId: share(rkey),
        reason: 'unreadable_item',
      })),
    ])
    expect(requests[0]).toBe(`${getRecord}?repo=${ada}&collection=app.bsky.feed.repost&rkey=there`)
    expect(result.calls).toBe(requests.length - 2)
  })

  it('cannot tell ids that are not addresses, and asks nothing about them', async () => {
    const odd = [`${id('1')}#repost:${ben}`, 'x', `at://${ada}/app.bsky.graph.list/1`]
    expect(await look(...odd)).toEqual({
      results: odd.map((externalId) => ({ state: 'unreadable', externalId, reason: 'unreadable_item' })),
      rejected: [],
      rateLimit: null,
      calls: 0,
    })
  })

  it('refuses 26 ids before it asks', async () => {
    const many = Array.from({ length: 26 }, (_, index) => id(String(index)))
    await expect(look(...many)).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
