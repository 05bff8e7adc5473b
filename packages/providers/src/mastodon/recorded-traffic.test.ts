import { isSociusError } from '@socius/core/provider'
import { describe, expect, it, type TestContext } from 'vitest'
import { type MastodonOptions, mastodon } from './provider.js'
import { live } from './published-world.fixture.js'
import {
  cassetteNames,
  hasRecordings,
  type Replay,
  type ReplayOptions,
  recordedOrigin,
  recordings,
  replay,
} from './recorded-traffic.fixture.js'

const uriOf = (account: string, status?: string) =>
  `${recordedOrigin}/ap/users/${account}${status ? `/statuses/${status}` : ''}`

const john = { externalId: uriOf('117020565966271181'), handle: 'mastodonpy_test@localhost:3000' }
const second = { externalId: uriOf('117020566092212359'), handle: 'mastodonpy_test_2@localhost:3000' }
const admin = { externalId: uriOf('117020565693913441'), handle: 'admin@localhost:3000' }
const page = { account: john, since: null, cursor: null, signal: live }

function readers({ fetch }: Replay, options: MastodonOptions = {}) {
  return mastodon({ fetch, trustedOrigins: [recordedOrigin], ...options }).readers
}

/** A server that replays recordings of version 4.6.4 for one test. */
async function open(test: TestContext, cassettes: readonly string[], options?: ReplayOptions): Promise<Replay> {
  if (!hasRecordings) test.skip(`needs the recordings in ${recordings}`)
  const server = await replay(cassettes, options)
  test.onTestFinished(() => server.close())
  return server
}

describe('a recorded server of version 4.6.4', () => {
  it('shows an account by its page and by its external id', async (test) => {
    const server = await open(test, ['account', 'account_lookup'])
    const { profile } = readers(server)
    const byPage = await profile({ handle: `${recordedOrigin}/@mastodonpy_test`, signal: live })
    expect(byPage).toMatchObject({
      profile: {
        ...john,
        displayName: 'John Lennon',
        bio: 'I walk funny',
        url: `${recordedOrigin}/@mastodonpy_test`,
        followers: 0,
        following: 0,
      },
      calls: 1,
      rateLimit: { limit: 300 },
    })
    const handle = uriOf('117020457910412882')
    expect((await profile({ handle, signal: live })).profile).toMatchObject({ externalId: handle, displayName: null })
    expect(server.questions).toEqual([
      'GET /api/v1/accounts/lookup?acct=mastodonpy_test',
      'GET /api/v1/accounts/117020457910412882',
    ])
  })

  it('does not know an account that is not there', async (test) => {
    const server = await open(test, ['account_lookup'])
    const handle = `${recordedOrigin}/@kljadklajsdkljlkjlkjlkjasdasd`
    await expect(readers(server).profile({ handle, signal: live })).rejects.toMatchObject({
      code: 'provider_not_found',
    })
  })

  it('pages by its Link header', async (test) => {
    const server = await open(test, ['account_lookup', 'fetch_next_previous_from_pagination_info'])
    const { activities } = readers(server)
    const first = await activities({ ...page, limit: 5 })
    const next = await activities({ ...page, limit: 5, cursor: first.next })
    const texts = [...first.items, ...next.items].map(({ text }) => text)
    expect(texts).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((number) => `Toot number ${number}!`))
    expect(first.items[0]).toMatchObject({
      externalId: uriOf('117020565966271181', '117020581038622236'),
      kind: 'post',
      author: john,
      audience: 'public',
      language: 'en',
      publishedAt: Date.parse('2026-08-01T13:52:42.041Z'),
      counts: { likes: 0, comments: 0, shares: 0, views: null },
    })
    expect([...first.rejected, ...next.rejected]).toEqual([])
    expect(first.rateLimit?.resetAt).toBe(Date.parse('2026-08-01T13:55:00.145Z'))
    expect(server.questions.slice(-2)).toEqual([
      'GET /api/v1/accounts/117020565966271181/statuses?limit=5',
      'GET /api/v1/accounts/117020565966271181/statuses?limit=5&max_id=117020581008555092',
    ])
    const since = Date.parse('2026-08-01T13:52:41.700Z')
    expect((await activities({ ...page, limit: 5, since })).next).toBe(null)
  })

  const lookedUp = [
    { what: 'an edited status', cassette: 'status_edit', account: second, id: '117020586180926938' },
    { what: 'a status with a card', cassette: 'status_card', account: john, id: '117020609135389699' },
    { what: 'a quote', cassette: 'status_post_with_quote', account: john, id: '117020582925004921' },
    { what: 'a boost', cassette: 'status_reblog_unreblog', account: john, id: '117020586027094262' },
    { what: 'a reply', cassette: 'status_reply', account: admin, id: '117020583258292382' },
  ]
  const expected: Readonly<Record<string, object>> = {
    'an edited status': {
      kind: 'post',
      text: 'the best editor? why, of course it is the KDE Advanced Text Editor, Kate',
      editedAt: Date.parse('2026-08-01T13:54:00.695Z'),
    },
    'a status with a card': {
      text: 'http://example.org/',
      media: [{ type: 'link', url: 'http://example.org/', description: 'Example Domain' }],
    },
    'a quote': { kind: 'share', shareOf: uriOf('117020565966271181', '117020582917124092') },
    'a boost': {
      kind: 'share',
      text: null,
      html: null,
      shareOf: uriOf('117020565966271181', '117020586019094258'),
      counts: { likes: null, comments: null, shares: null, views: null },
    },
    'a reply': {
      kind: 'comment',
      inReplyTo: uriOf('117020566092212359', '117020583245459824'),
      mentions: [{ externalId: null, handle: 'mastodonpy_test_2@localhost:3000' }],
      audience: 'public',
    },
  }
  for (const { what, cassette, account, id } of lookedUp) {
    it(`looks up ${what}`, async (test) => {
      const server = await open(test, [cassette])
      const externalId = `${account.externalId}/statuses/${id}${what === 'a boost' ? '/activity' : ''}`
      const { results, rejected } = await readers(server).lookup({ account, externalIds: [externalId], signal: live })
      expect(rejected).toEqual([])
      expect(results).toMatchObject([{ state: 'present', item: { externalId, ...expected[what] } }])
    })
  }

  for (const [upTo, likes] of [
    [1, 0],
    [2, 1],
    [3, 0],
  ] as const) {
    it(`counts ${likes} favourites after ${upTo} of 3 calls`, async (test) => {
      const server = await open(test, ['status_fav_unfav'], { upTo })
      const externalId = uriOf('117020565966271181', '117020586054490060')
      const { results } = await readers(server).lookup({ account: john, externalIds: [externalId], signal: live })
      expect(results).toMatchObject([{ item: { counts: { likes } } }])
    })
  }

  it('tells what is gone, as an older server does', async (test) => {
    const server = await open(test, ['account_lookup', 'status_missing'], { old: true })
    const externalId = uriOf('117020565966271181', '0')
    const { lookup } = readers(server)
    const { results } = await lookup({ account: john, externalIds: [externalId], signal: live })
    expect(results).toEqual([{ state: 'gone', externalId }])
    expect(server.questions).toEqual([
      'GET /api/v1/statuses?id[]=0',
      'GET /api/v1/accounts/117020565966271181',
      'GET /api/v1/statuses/0',
    ])
  })

  it('gives a thread without replies', async (test) => {
    const server = await open(test, ['status_context'])
    const subjectExternalId = uriOf('117020565966271181', '117020585487094447')
    const result = await readers(server).comments({ ...page, limit: 100, subjectExternalId })
    expect(result).toMatchObject({ items: [], rejected: [], next: null, calls: 1 })
  })

  it('gives mentions to the token that they are for', async (test) => {
    const server = await open(test, ['account_lookup', 'notifications_mentions_only'])
    const member = { server: recordedOrigin, accessToken: '__MASTODON_PY_TEST_ACCESS_TOKEN' }
    const { mentions } = readers(server, { member })
    expect(await mentions?.({ ...page, limit: 80 })).toMatchObject({
      items: [
        {
          externalId: uriOf('117020565693913441', '117020577157693549'),
          author: admin,
          text: '@mastodonpy_test hello!',
          mentions: [{ handle: john.handle }],
        },
      ],
      rejected: [],
      next: '21',
      calls: 2,
    })
    const denied = await mentions?.({ ...page, account: admin, limit: 80 }).catch((error: unknown) => error)
    expect(isSociusError(denied, 'provider_forbidden')).toBe(true)
  })

  it('has no status in any recording that cannot be read', async (test) => {
    const server = await open(test, hasRecordings ? cassetteNames() : [])
    const { lookup } = readers(server)
    const uris = [...server.entities('in_reply_to_id').values()].map(({ uri }) => String(uri))
    expect(uris.length).toBeGreaterThan(20)
    for (const externalId of uris) {
      const account = { externalId: externalId.replace(/\/statuses\/.*/, ''), handle: '' }
      const { results } = await lookup({ account, externalIds: [externalId], signal: live })
      expect(results).toMatchObject([{ state: 'present', item: { externalId } }])
    }
  })
})
