import { describe, expect, it } from 'vitest'
import { type MastodonOptions, mastodon } from './provider.js'
import { host, live, source, token } from './published-world.fixture.js'

const member = { server: host, accessToken: token }

describe('the readers', () => {
  it('hold mentions exactly when there is the token of a member', () => {
    const without = mastodon()
    expect(without).toMatchObject({ platform: 'mastodon', title: 'Mastodon' })
    expect(Object.keys(without.readers).sort()).toEqual(['activities', 'comments', 'item', 'lookup', 'profile'])
    expect(Object.keys(without.capabilities).sort()).toEqual(['activities', 'comments', 'item', 'lookup', 'profile'])
    const withToken = mastodon({ member })
    expect(Object.keys(withToken.readers)).toContain('mentions')
    expect(withToken.capabilities.mentions).toMatchObject({
      memberToken: true,
      scopes: ['read:accounts', 'read:notifications'],
    })
  })

  it('hold searches exactly when there is a server to search', () => {
    const searching = mastodon({ searchServer: `${host}/` })
    expect(Object.keys(searching.readers).sort()).toEqual([
      'activities',
      'comments',
      'item',
      'lookup',
      'profile',
      'search',
    ])
    expect(searching.capabilities.search?.operators).toEqual(['hashtag'])
    expect(() => mastodon({ searchServer: 'mastodon.social' })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
  })

  it('send the token with mentions, and with nothing else', async () => {
    const sent: [string, string | null][] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      sent.push([new URL(request.url).pathname, request.headers.get('authorization')])
      const account = { id: '14715', username: 'trwnh', acct: 'trwnh', uri: source.externalId }
      return Response.json(/notifications|statuses$/.test(request.url.split('?')[0] ?? '') ? [] : account)
    }
    const { readers } = mastodon({ member, fetch })
    const page = { account: source, since: null, cursor: null, limit: 10, signal: live }
    await readers.mentions?.(page)
    await readers.activities(page)
    await readers.lookup({ account: source, externalIds: [`${source.externalId}/statuses/1`], signal: live })
    expect(sent).toEqual([
      ['/api/v1/accounts/verify_credentials', `Bearer ${token}`],
      ['/api/v1/notifications', `Bearer ${token}`],
      ['/api/v1/accounts/lookup', null],
      ['/api/v1/accounts/14715/statuses', null],
      ['/api/v1/statuses', null],
      ['/api/v1/accounts/lookup', null],
    ])
  })

  it('send the token to no other server, whoever is asked for', async () => {
    const fetch: typeof globalThis.fetch = () => Promise.reject(new Error('Nothing is to be asked.'))
    const account = { externalId: 'https://evil.example/users/trwnh', handle: 'trwnh@evil.example' }
    const reading = mastodon({ member, fetch }).readers.mentions?.({
      ...{ account, since: null, cursor: null, limit: 10, signal: live },
    })
    await expect(reading).rejects.toMatchObject({ code: 'provider_forbidden' })
  })

  it('do not read the mentions of another account on the same server', async () => {
    const asked: string[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      asked.push(new URL(new Request(input, init).url).pathname)
      return Response.json({ id: '1', username: 'other', acct: 'other', uri: `${host}/users/other` })
    }
    const reading = mastodon({ member, fetch }).readers.mentions?.({
      ...{ account: source, since: null, cursor: null, limit: 10, signal: live },
    })
    await expect(reading).rejects.toMatchObject({ code: 'provider_forbidden' })
    expect(asked).toEqual(['/api/v1/accounts/verify_credentials'])
  })
})

describe('options', () => {
  it.each([
    [{ member: { server: 'mastodon.social', accessToken: 'x' } }, 'member.server'],
    [{ member: { server: 'ftp://mastodon.social', accessToken: 'x' } }, 'member.server'],
    [{ member: { server: 'https://me:secret@mastodon.social', accessToken: 'x' } }, 'member.server'],
    [{ member: { server: 'https://mastodon.social/api', accessToken: 'x' } }, 'member.server'],
    [{ member: { server: host, accessToken: '' } }, 'member.accessToken'],
    [{ member: { server: host, accessToken: 'secret\nsecret' } }, 'member.accessToken'],
    [{ member: { server: host } }, 'member.accessToken'],
    [{ member: { server: host, accessToken: 'x', other: 1 } }, 'other'],
    [{ member: null }, 'member'],
    [{ token: 'secret' }, 'token'],
    [{ fetch: 'x' }, 'fetch'],
    [{ timeout: 0 }, 'timeout'],
    [{ userAgent: 'a\nb' }, 'userAgent'],
    [{ trustedOrigins: 'https://intranet' }, 'trustedOrigins'],
    [null, 'the options'],
  ])('refuses %j', (options, name) => {
    // The types forbid these; a host without types may still pass them.
    const create = () => mastodon(options as MastodonOptions)
    expect(create).toThrow(name)
    expect(create).toThrow(expect.objectContaining({ code: 'invalid_option' }))
    expect(create).not.toThrow('secret')
  })
})
