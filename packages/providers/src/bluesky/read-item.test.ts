import { describe, expect, it } from 'vitest'
import { bluesky } from './provider.js'
import {
  account,
  ada,
  adaIsThere,
  ben,
  getPosts,
  getProfile,
  live,
  noSuchAccount,
  postView,
  recorded,
  scriptAppView,
} from './scripted-appview.fixture.js'

const { answer, requests } = scriptAppView()
const read = (address: string) => bluesky().readers.item({ account, address, signal: live })
const uri = `at://${ada}/app.bsky.feed.post/1`
const post = postView('1', '2026-01-01T00:00:00Z')

describe('a single post', () => {
  it('is asked for by its id in one call, and by a page that names a handle in two', async () => {
    answer({ [getPosts]: { body: { posts: [post] } }, [getProfile]: adaIsThere })
    expect(await read(uri)).toMatchObject({ item: { externalId: uri }, calls: 1 })
    expect(await read('https://bsky.app/profile/ada.test/post/1')).toMatchObject({
      item: { externalId: uri },
      calls: 2,
    })
    expect(requests).toEqual([`${getPosts}?uris=${uri}`, `${getProfile}?actor=ada.test`, `${getPosts}?uris=${uri}`])
  })

  it('is by whoever has the handle now', async () => {
    answer({
      [getPosts]: {
        body: { posts: [{ ...post, uri: uri.replace(ada, ben), author: { did: ben, handle: 'ada.test' } }] },
      },
      [getProfile]: { body: { did: ben, handle: 'ada.test' } },
    })
    expect((await read('bsky.app/profile/ada.test/post/1')).item.author.externalId).toBe(ben)
  })

  it('says why it cannot be had', async () => {
    const reasons = [
      [adaIsThere, { code: 'provider_not_found' }],
      [noSuchAccount, { code: 'provider_not_found' }],
      [recorded('profile-suspended'), { code: 'provider_forbidden', details: { state: 'suspended' } }],
      [recorded('profile-deactivated'), { code: 'provider_forbidden', details: { state: 'deactivated' } }],
    ] as const
    for (const [profile, error] of reasons) {
      answer({ [getPosts]: { body: { posts: [] } }, [getProfile]: profile })
      await expect(read(uri)).rejects.toMatchObject(error)
    }
    answer({ [getPosts]: { body: { posts: [{ ...post, record: { text: 7 } }] } } })
    await expect(read(uri)).rejects.toMatchObject({ code: 'provider_malformed' })
  })
})
