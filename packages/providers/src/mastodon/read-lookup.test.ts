import { describe, expect, it } from 'vitest'
import { mastodon } from './provider.js'
import { live, owner, source, uriOf } from './published-world.fixture.js'
import { ben, notFound, type Reply, scriptServer, statusView, trwnh, trwnhIsThere } from './scripted-server.fixture.js'

const { answer, requests } = scriptServer()

const look = (...externalIds: string[]) => mastodon().readers.lookup({ account: source, externalIds, signal: live })
const lookup = 'accounts/lookup'
const gone = (id: string) => ({ state: 'gone', externalId: uriOf(id) })
const unreadable = (id: string, reason: string) => ({ state: 'unreadable', externalId: uriOf(id), reason })
const present = (id: string) => ({ state: 'present', item: { externalId: uriOf(id) } })

describe('lookup', () => {
  it('asks for all statuses in one call, each once', async () => {
    answer({ statuses: { body: [statusView('2'), statusView('1')] } })
    expect(await look(uriOf('1'), uriOf('2'), uriOf('1'))).toMatchObject({
      results: [present('1'), present('2')],
      rejected: [],
      calls: 1,
    })
    expect(requests).toEqual(['statuses?id[]=1&id[]=2'])
  })

  it('says gone only of what an account does not show that is itself readable', async () => {
    const readings: [Reply, object][] = [
      [trwnhIsThere, gone('2')],
      [{ body: { ...trwnh, suspended: true } }, unreadable('2', 'account_suspended')],
      [notFound, unreadable('2', 'account_unknown')],
      [{ body: { ...trwnh, uri: `${owner}2` } }, unreadable('2', 'account_unknown')],
    ]
    for (const [account, expected] of readings) {
      answer({ statuses: { body: [statusView('1')] }, [lookup]: account })
      expect((await look(uriOf('1'), uriOf('2'))).results).toMatchObject([present('1'), expected])
    }
  })

  it('fails as a whole when the account cannot be asked', async () => {
    for (const [status, code] of [
      [401, 'provider_unauthorized'],
      [403, 'provider_forbidden'],
      [429, 'provider_rate_limited'],
      [503, 'provider_unavailable'],
    ] as const) {
      answer({ statuses: { body: [] }, [lookup]: { status, body: {} } })
      await expect(look(uriOf('1'))).rejects.toMatchObject({ code })
    }
  })

  it('buries nothing while it cannot tell what was answered', async () => {
    answer({ statuses: { body: [{ ...statusView('1'), content: 7 }] }, [lookup]: trwnhIsThere })
    expect(await look(uriOf('1'), uriOf('2'))).toMatchObject({
      results: [unreadable('1', 'unreadable_item'), gone('2')],
      rejected: [{ externalId: uriOf('1'), reason: 'content: invalid_type' }],
    })
    answer({ statuses: { body: ['?'] }, [lookup]: trwnhIsThere })
    expect((await look(uriOf('1'), uriOf('2'))).results).toMatchObject([
      unreadable('1', 'unreadable_item'),
      unreadable('2', 'unreadable_item'),
    ])
  })

  it('believes no other status and no other author under an id that was asked for', async () => {
    for (const fields of [{ uri: uriOf('9') }, { uri: `${ben.uri}/statuses/1` }, { account: ben }]) {
      answer({ statuses: { body: [statusView('1', fields)] }, [lookup]: trwnhIsThere })
      const { results, rejected } = await look(uriOf('1'))
      expect(results).toEqual([unreadable('1', 'unreadable_item')])
      expect(rejected).toMatchObject([{ externalId: uriOf('1') }])
    }
  })

  it('asks older servers for each, and for the account before', async () => {
    answer({
      [lookup]: trwnhIsThere,
      'statuses/1': { body: statusView('1') },
      'statuses/3': { status: 401, body: {} },
      'statuses/4': { status: 410, body: {} },
    })
    expect(await look(...['1', '2', '3', '4'].map(uriOf))).toMatchObject({
      results: [present('1'), gone('2'), unreadable('3', 'unreadable_item'), gone('4')],
      calls: 6,
    })
    expect(requests.slice(1)).toEqual([
      'accounts/lookup?acct=trwnh',
      'statuses/1',
      'statuses/2',
      'statuses/3',
      'statuses/4',
    ])
    answer({ [lookup]: trwnhIsThere, 'statuses/1': { status: 503, body: {} } })
    await expect(look(uriOf('1'))).rejects.toMatchObject({ code: 'provider_unavailable' })
  })

  it('finds a boost by its own address', async () => {
    const uri = `${uriOf('5')}/activity`
    const boosted = { uri: `${ben.uri}/statuses/1` }
    answer({ statuses: { body: [statusView('5', { uri, reblog: boosted })] } })
    expect((await look(uri)).results).toMatchObject([
      { state: 'present', item: { externalId: uri, kind: 'share', shareOf: boosted.uri, text: null } },
    ])
    expect(requests).toEqual(['statuses?id[]=5'])
  })

  it('leaves ids without an answer that do not hold the id on the server, and asks nothing about them', async () => {
    const odd = [
      'x',
      'https://mastodon.social/objects/6f6d4a64-3b0a-4e2c-8f4f-0d4f7c5b1e2a',
      'https://mastodon.social/users/other/statuses/1',
      'https://social.example/users/trwnh/statuses/1',
      `${uriOf('1')}/replies`,
      `${uriOf('1')}?x`,
      `${owner}/statuses/../1`,
    ]
    expect(await look(...odd)).toEqual({ results: [], rejected: [], rateLimit: null, calls: 0 })
    expect(requests).toEqual([])
  })

  it('refuses 21 ids before it asks', async () => {
    const many = Array.from({ length: 21 }, (_, index) => uriOf(String(index)))
    await expect(look(...many)).rejects.toMatchObject({ code: 'invalid_input' })
    expect(requests).toEqual([])
  })
})
