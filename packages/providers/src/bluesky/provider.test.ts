import { describe, expect, it } from 'vitest'
import type { BlueskyOptions } from './options.js'
import { bluesky } from './provider.js'
import { ada, adaIsThere, getProfile, live, recorded, scriptAppView } from './scripted-appview.fixture.js'

const { answer, requests } = scriptAppView()

describe('profile', () => {
  it('maps what a real server answers', async () => {
    answer({ [getProfile]: recorded('profile') })
    expect(await bluesky().readers.profile({ handle: '@Ada.test', signal: live })).toEqual({
      profile: {
        externalId: ada,
        handle: 'ada.test',
        displayName: 'Ada Example',
        bio: 'Synthetic account\nhttps://example.com',
        avatarUrl: null,
        url: 'https://bsky.app/profile/ada.test',
        followers: 1,
        following: 0,
      },
      rateLimit: null,
      calls: 1,
    })
    expect(requests).toEqual([`${getProfile}?actor=ada.test`])
  })

  it('refuses what names no account before it asks', async () => {
    await expect(bluesky().readers.profile({ handle: 'ada', signal: live })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  it('does not repeat what the server said', async () => {
    answer({ [getProfile]: { status: 400, body: { error: 'Secret', message: 'secret' } } })
    const error: unknown = await bluesky()
      .readers.profile({ handle: 'ada.test', signal: live })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'provider_rejected' })
    expect(JSON.stringify(error)).not.toMatch(/secret|ada\.test/i)
  })
})

describe('options', () => {
  it('asks another AppView, with another name', async () => {
    const seen: Request[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      seen.push(new Request(input, init))
      return Response.json(adaIsThere.body)
    }
    const provider = bluesky({ appview: 'http://localhost:1234/base/', userAgent: 'host/1', fetch })
    await provider.readers.profile({ handle: ada, signal: live })
    expect(seen[0]?.url).toBe(`http://localhost:1234/base/xrpc/${getProfile}?actor=${encodeURIComponent(ada)}`)
    expect(seen[0]?.headers.get('user-agent')).toBe('host/1')
    expect(seen[0]?.headers.get('accept')).toBe('application/json')
  })

  it.each([
    [{ appview: 'bsky.app' }, 'appview'],
    [{ appview: 'ftp://bsky.app' }, 'appview'],
    [{ appview: 'https://me:secret@bsky.app' }, 'appview'],
    [{ appview: 'https://bsky.app?x=1' }, 'appview'],
    [{ appView: 'https://bsky.app' }, 'appView'],
    [{ fetch: 'x' }, 'fetch'],
    [{ timeout: 0 }, 'timeout'],
    [{ userAgent: 'a\nb' }, 'userAgent'],
    [null, 'the options'],
  ])('refuses %j', (options, name) => {
    // The types forbid these; a host without types may still pass them.
    const create = () => bluesky(options as BlueskyOptions)
    expect(create).toThrow(name)
    expect(create).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  })

  it('has a row in its table for each of its readers, and none for mentions', () => {
    const provider = bluesky()
    expect(provider).toMatchObject({ platform: 'bluesky', title: 'Bluesky' })
    expect(Object.keys(provider.capabilities).sort()).toEqual(['activities', 'comments', 'item', 'lookup', 'profile'])
  })
})
