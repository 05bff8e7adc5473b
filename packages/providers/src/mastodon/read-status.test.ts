import { describe, expect, it } from 'vitest'
import { mastodon } from './provider.js'
import { host, live, owner, source, uriOf } from './published-world.fixture.js'
import { ben, notFound, pageOf, scriptServer, statusView, trwnh } from './scripted-server.fixture.js'

const { answer, requests } = scriptServer()
const read = (address: string) => mastodon().readers.item({ account: source, address, signal: live })

describe('a single status', () => {
  it('is asked for in one call', async () => {
    answer({ 'statuses/7': { body: statusView('7') } })
    expect(await read(`${host}/@trwnh/7`)).toMatchObject({ item: { externalId: uriOf('7') }, calls: 1 })
    expect(requests).toEqual(['statuses/7'])
  })

  it('is not believed to be the account’s own at an address elsewhere', async () => {
    answer({ 'statuses/7': { body: statusView('7', { uri: 'https://social.example/users/trwnh/statuses/7' }) } })
    await expect(read(uriOf('7'))).rejects.toMatchObject({ code: 'provider_malformed' })
  })

  it('may be by somebody else, as the server shows it', async () => {
    const uri = `${ben.uri}/statuses/7`
    answer({ 'statuses/7': { body: statusView('7', { uri, account: ben }) } })
    expect(await read(uriOf('7'))).toMatchObject({ item: { externalId: uri, author: { externalId: ben.uri } } })
  })

  it('is malformed when the server gives another one, or one that cannot be read', async () => {
    answer({ 'statuses/7': { body: statusView('8') } })
    await expect(read(uriOf('7'))).rejects.toMatchObject({ code: 'provider_malformed' })
    answer({ 'statuses/7': { body: statusView('7', { content: 7 }) } })
    await expect(read(uriOf('7'))).rejects.toMatchObject({ code: 'provider_malformed' })
  })

  it('is not there when the server says so', async () => {
    answer({ 'statuses/7': notFound })
    await expect(read(uriOf('7'))).rejects.toMatchObject({ code: 'provider_not_found' })
  })
})

const subjectExternalId = uriOf('1')
const comments = (fields: object = {}) =>
  mastodon().readers.comments({ ...pageOf(), subjectExternalId, limit: 100, ...fields })
const idOf = (number: number) => `${ben.uri}/statuses/${number}`
const reply = (number: number, fields: object = {}) =>
  statusView(String(100 + number), {
    uri: idOf(number),
    account: ben,
    created_at: `2026-01-0${number}T00:00:00.000Z`,
    in_reply_to_id: '1',
    in_reply_to_account_id: trwnh.id,
    ...fields,
  })
const thread = (...descendants: object[]) => answer({ 'statuses/1/context': { body: { ancestors: [], descendants } } })

describe('comments', () => {
  it('are pages of a thread that is asked for whole', async () => {
    thread(reply(1), reply(2, { in_reply_to_id: '101' }), reply(3, { in_reply_to_id: '999' }))
    const first = await comments({ limit: 2 })
    expect(first.items).toMatchObject([
      // What it replies to is not shown: it stands below the subject.
      { externalId: idOf(3), inReplyTo: null, subjectExternalId, text: '103', html: '<p>103</p>' },
      { externalId: idOf(2), inReplyTo: idOf(1), author: { handle: ben.acct, externalId: ben.uri } },
    ])
    const second = await comments({ limit: 2, cursor: first.next })
    expect(second).toMatchObject({ items: [{ externalId: idOf(1), inReplyTo: null }], next: null })
    expect(requests).toEqual(['statuses/1/context', 'statuses/1/context'])
  })

  it('leave out what is not public, or cannot be read', async () => {
    const hidden = ['private', 'direct', 'local'].map((visibility, index) => reply(index + 1, { visibility }))
    thread(...hidden, reply(4, { content: null }), reply(5, { visibility: 'unlisted' }))
    const { items, rejected } = await comments()
    expect(items).toMatchObject([{ externalId: idOf(5) }])
    expect(rejected).toEqual([
      { externalId: idOf(4), reason: 'content: invalid_type' },
      ...[1, 2, 3].map((number) => ({ externalId: idOf(number), reason: 'a reply that is not public' })),
    ])
  })

  it('end at `since`', async () => {
    thread(reply(1), reply(2))
    const { items } = await comments({ since: Date.parse('2026-01-02T00:00:00Z') })
    expect(items).toMatchObject([{ externalId: idOf(2) }])
  })

  it('are none for a boost, and for what the server knows by an id of its own', async () => {
    for (const subject of [`${uriOf('1')}/activity`, idOf(1), `${owner}/objects/1`]) {
      expect(await comments({ subjectExternalId: subject })).toMatchObject({ items: [], next: null, calls: 0 })
    }
  })

  it('are not read with the cursor of something else', async () => {
    for (const cursor of ['', '{}', '["a","b"]']) {
      await expect(comments({ cursor })).rejects.toMatchObject({ code: 'invalid_cursor' })
    }
  })
})
