import { describe, expect, it } from 'vitest'
import { mastodon } from './provider.js'
import { host, owner, token, uriOf } from './published-world.fixture.js'
import {
  ben,
  nextLink,
  notFound,
  pageOf,
  scriptServer,
  statusView,
  trwnh,
  trwnhIsThere,
} from './scripted-server.fixture.js'

const { answer, requests } = scriptServer()

const { activities } = mastodon().readers
const { mentions } = mastodon({ member: { server: host, accessToken: token } }).readers
const lookup = 'accounts/lookup'
const list = 'accounts/14715/statuses'
const notifications = 'notifications'
const credentials = 'accounts/verify_credentials'

describe('activities', () => {
  it('ask for the account on the first page only', async () => {
    answer({ [lookup]: trwnhIsThere, [list]: { body: [statusView('5')], headers: nextLink('5') } })
    const first = await activities(pageOf({ limit: 1 }))
    expect(first).toMatchObject({ items: [{ externalId: uriOf('5') }], rejected: [], calls: 2 })
    answer({ [list]: { body: [statusView('4')] } })
    expect(await activities(pageOf({ limit: 1, cursor: first.next }))).toMatchObject({ next: null, calls: 1 })
    expect(requests).toEqual(['accounts/lookup?acct=trwnh', `${list}?limit=1`, `${list}?limit=1&max_id=5`])
  })

  it('stop where a page ends before `since`, and nowhere else', async () => {
    const at = (id: string, day: number) => statusView(id, { created_at: `2026-01-0${day}T00:00:00.000Z` })
    answer({ [lookup]: trwnhIsThere, [list]: { body: [at('3', 3), at('2', 2)], headers: nextLink('2') } })
    const next = async (since: string) => (await activities(pageOf({ since: Date.parse(since) }))).next
    expect(await next('2026-01-02T00:00:01Z')).toBe(null)
    expect(await next('2026-01-02T00:00:00Z')).toBe('["14715","2"]')
    expect(await next('2025-01-02T00:00:00Z')).toBe('["14715","2"]')
  })

  it('go on where the last item of a page cannot be read, and after an empty page', async () => {
    const since = Date.parse('2027-01-01T00:00:00Z')
    for (const body of [[statusView('2'), { id: '1' }], []]) {
      answer({ [lookup]: trwnhIsThere, [list]: { body, headers: nextLink('1') } })
      expect((await activities(pageOf({ since }))).next).toBe('["14715","1"]')
    }
  })

  it('do not go around in a circle, or on to a page that has no id', async () => {
    answer({ [lookup]: trwnhIsThere, [list]: { body: [], headers: nextLink('2') } })
    await expect(activities(pageOf({ cursor: '["14715","2"]' }))).rejects.toMatchObject({ code: 'provider_malformed' })
    answer({ [lookup]: trwnhIsThere, [list]: { body: [], headers: { link: `<${host}/x?page=2>; rel="next"` } } })
    await expect(activities(pageOf())).rejects.toMatchObject({ code: 'provider_malformed' })
  })

  it.each(['', 'x', '["14715"]', '["../../x","1"]', '["1","2","3"]'])('refuse the cursor %j', async (cursor) => {
    await expect(activities(pageOf({ cursor }))).rejects.toMatchObject({ code: 'invalid_cursor' })
    expect(requests).toEqual([])
  })

  it.each([0, 41, 1.5, Number.NaN])('refuse a page of %d', async (limit) => {
    await expect(activities(pageOf({ limit }))).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('are not empty but refused while the account is suspended', async () => {
    answer({ [lookup]: { body: { ...trwnh, suspended: true } }, [list]: { body: [] } })
    await expect(activities(pageOf())).rejects.toMatchObject({ code: 'provider_forbidden' })
  })

  it('are those of the account alone, under ids of its own server', async () => {
    const body = [
      statusView('3', { account: ben }),
      statusView('2', { uri: 'https://social.example/users/ben/statuses/2' }),
      statusView('1'),
    ]
    answer({ [lookup]: trwnhIsThere, [list]: { body } })
    expect(await activities(pageOf())).toMatchObject({
      items: [{ externalId: uriOf('1') }],
      rejected: [
        { externalId: uriOf('3'), reason: 'a status by another account' },
        { externalId: 'https://social.example/users/ben/statuses/2', reason: 'an address on another server' },
      ],
    })
    answer({ [lookup]: { body: { ...trwnh, uri: `${owner}2` } }, [list]: { body: [] } })
    await expect(activities(pageOf())).rejects.toMatchObject({ code: 'provider_not_found' })
  })

  const toBen = (id: string, parent: string) =>
    statusView(id, { in_reply_to_id: parent, in_reply_to_account_id: ben.id })
  const byBen = (id: string) => statusView(id, { uri: `${ben.uri}/statuses/r${id}`, account: ben })

  it('name what they reply to: oneself and the same page without a question, others with one for 20', async () => {
    const others = Array.from({ length: 21 }, (_, index) => toBen(String(200 + index), String(100 + index)))
    const body = [
      ...others,
      statusView('3', { in_reply_to_id: '1', in_reply_to_account_id: trwnh.id }),
      statusView('2', { in_reply_to_id: '3', in_reply_to_account_id: ben.id }),
    ]
    answer({
      [lookup]: trwnhIsThere,
      [list]: { body },
      // The last one is not shown.
      statuses: (query) => ({
        body: query
          .getAll('id[]')
          .filter((id) => id !== '120')
          .map(byBen),
      }),
    })
    const { items, calls } = await activities(pageOf())
    const parents = new Map(items.map(({ externalId, inReplyTo }) => [externalId, inReplyTo]))
    expect(parents.get(uriOf('3'))).toBe(uriOf('1'))
    expect(parents.get(uriOf('2'))).toBe(uriOf('3'))
    expect(parents.get(uriOf('200'))).toBe(`${ben.uri}/statuses/r100`)
    expect(parents.get(uriOf('220'))).toBe(null)
    expect(items.every(({ kind }) => kind === 'comment')).toBe(true)
    expect(calls).toBe(4)
    expect(requests.slice(2).map((request) => request.split('&').length)).toEqual([20, 1])
  })

  it.each([400, 401, 403, 404, 422])('do without what they reply to where a server answers %d', async (status) => {
    const reply = toBen('2', '1')
    answer({ [lookup]: trwnhIsThere, [list]: { body: [reply] }, statuses: { status, body: {} } })
    expect(await activities(pageOf())).toMatchObject({ items: [{ kind: 'comment', inReplyTo: null }], calls: 3 })
  })

  it('fail when the server fails half-way', async () => {
    answer({ [lookup]: trwnhIsThere, [list]: { body: [toBen('2', '1')] }, statuses: { status: 503, body: {} } })
    await expect(activities(pageOf())).rejects.toMatchObject({ code: 'provider_unavailable' })
    answer({ [lookup]: trwnhIsThere, [list]: notFound })
    await expect(activities(pageOf())).rejects.toMatchObject({ code: 'provider_not_found' })
  })
})

describe('mentions', () => {
  const notification = (id: string, createdAt: string, status: object | null) => ({ id, created_at: createdAt, status })

  it('keep to the time of the notification where they end', async () => {
    // It was written long before it reached the server.
    const old = statusView('7', { account: ben, created_at: '2026-01-01T00:00:00.000Z' })
    const body = [notification('21', '2026-01-05T00:00:00.000Z', old)]
    answer({ [credentials]: trwnhIsThere, [notifications]: { body, headers: nextLink('21') } })
    const next = async (since: string) => (await mentions?.(pageOf({ since: Date.parse(since) })))?.next
    expect(await next('2026-01-04T00:00:00Z')).toBe('21')
    expect(await next('2026-01-06T00:00:00Z')).toBe(null)
  })

  it('go on without asking whose the token is', async () => {
    answer({ [notifications]: { body: [] } })
    expect(await mentions?.(pageOf({ cursor: '21' }))).toMatchObject({ items: [], next: null, calls: 1 })
    expect(requests).toEqual(['notifications?types[]=mention&limit=40&max_id=21'])
    await expect(mentions?.(pageOf({ cursor: '../x' }))).rejects.toMatchObject({ code: 'invalid_cursor' })
  })

  it('set aside a notification without its status', async () => {
    const body = [notification('2', '2026-01-05T00:00:00.000Z', null), { id: '1' }]
    answer({ [credentials]: trwnhIsThere, [notifications]: { body } })
    expect(await mentions?.(pageOf())).toMatchObject({
      items: [],
      rejected: [
        { externalId: null, reason: 'the item: invalid_type' },
        { externalId: null, reason: 'created_at: invalid_type' },
      ],
    })
  })
})
