import { describe, expect, it } from 'vitest'
import type { DevtoOptions } from './api.js'
import { forem, live, published, scriptForem } from './forem.fixture.js'
import { devto } from './provider.js'

const { answer, asked, requests } = scriptForem()
const find = (handle: string, options: DevtoOptions = {}) => devto(options).readers.profile({ handle, signal: live })

describe('profile', () => {
  it('maps what Forem publishes as its example', async () => {
    answer(() => Response.json(published('user')))
    expect(await find('bob')).toEqual({
      profile: {
        externalId: '1234',
        handle: 'bob',
        displayName: 'bob',
        bio: 'Hello, world',
        avatarUrl: 'https://res.cloudinary.com/...jpeg',
        url: 'https://dev.to/bob',
        followers: null,
        following: null,
      },
      rateLimit: null,
      calls: 1,
    })
  })

  it.each([
    ['username382', '/users/by_username?url=username382'],
    ['@Username382', '/users/by_username?url=username382'],
    ['\u2066@username382\u2069 ', '/users/by_username?url=username382'],
    ['https://dev.to/username382', '/users/by_username?url=username382'],
    ['https://www.dev.to/username382/an-article-39d8?x=1#y', '/users/by_username?url=username382'],
    ['dev.to/@username382/', '/users/by_username?url=username382'],
    ['3620', '/users/3620'],
    ['@3620', '/users/by_username?url=3620'],
    ['https://dev.to/3620', '/users/by_username?url=3620'],
  ])('asks for %j', async (typed, question) => {
    answer((request) => (request.url.includes('url=3620') ? Response.json(published('user')) : forem()(request)))
    await find(typed)
    expect(asked()).toEqual([question])
  })

  it.each([
    '',
    '@',
    'two words!',
    'a-b',
    'https://dev.to',
    'https://dev.to/',
    'https://example.com/username382',
    'https://dev.to.example.com/username382',
    'user@example.com',
    '../users/me',
    'by_username?url=x',
  ])('refuses %j before it asks', async (typed) => {
    await expect(find(typed)).rejects.toMatchObject({ code: 'invalid_input' })
    expect(requests).toEqual([])
  })
})

describe('options', () => {
  it('reads another Forem, with a key and another name', async () => {
    const seen: Request[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      seen.push(new Request(input, init))
      return Response.json({ ...published<object>('user'), profile_image: '/uploads/bob.png' })
    }
    const options = { host: 'http://localhost:3000/', apiKey: 'key', userAgent: 'host/1', fetch }
    const { profile } = await find('localhost:3000/bob', options)
    expect(profile).toMatchObject({
      url: 'http://localhost:3000/bob',
      avatarUrl: 'http://localhost:3000/uploads/bob.png',
    })
    expect(seen[0]?.url).toBe('http://localhost:3000/api/users/by_username?url=bob')
    expect(seen[0]?.headers.get('api-key')).toBe('key')
    expect(seen[0]?.headers.get('user-agent')).toBe('host/1')
  })

  it('does not hand the key to whom a redirect leads', async () => {
    const keys: (string | null)[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      keys.push(request.headers.get('api-key'))
      if (keys.length > 1) return Response.json(published('user'))
      return new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } })
    }
    await find('bob', { apiKey: 'key', fetch })
    expect(keys).toEqual(['key', null])
  })

  it.each([
    [{ host: 'dev.to' }, 'host'],
    [{ host: 'ftp://dev.to' }, 'host'],
    [{ host: 'https://me:secret@dev.to' }, 'host'],
    [{ host: 'https://dev.to?x=1' }, 'host'],
    [{ apiKey: '' }, 'apiKey'],
    [{ apiKey: 'a\nb' }, 'apiKey'],
    [{ apikey: 'x' }, 'apikey'],
    [{ fetch: 'x' }, 'fetch'],
    [{ timeout: 0 }, 'timeout'],
    [{ userAgent: 'a\nb' }, 'userAgent'],
    [null, 'the options'],
  ])('refuses %j', (options, name) => {
    // The types forbid these; a host without types may still pass them.
    const create = () => devto(options as DevtoOptions)
    expect(create).toThrow(name)
    expect(create).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  })

  it('has a row in its table for each of its readers, and none for mentions', () => {
    const provider = devto()
    expect(provider).toMatchObject({ platform: 'devto', title: 'DEV' })
    expect(Object.keys(provider.capabilities).sort()).toEqual(['activities', 'comments', 'item', 'lookup', 'profile'])
  })
})
