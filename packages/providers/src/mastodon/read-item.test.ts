import { describe, expect, it } from 'vitest'
import { mastodon } from './provider.js'
import { host, live, source, uriOf } from './published-world.fixture.js'
import { ben, notFound, scriptServer, statusView } from './scripted-server.fixture.js'

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
