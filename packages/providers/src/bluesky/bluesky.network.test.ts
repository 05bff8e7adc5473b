import type { ActivityDraft, Provider, ReadPage, SourceAccount } from '@socius/core/provider'
import { beforeAll, describe, expect, it } from 'vitest'
import { bluesky } from './provider.js'
import {
  type Account,
  addresses,
  call,
  create,
  createAccount,
  type Reference,
  remove,
  servers,
  settle,
} from './real-servers.fixture.js'

const live = new AbortController().signal

const post = 'app.bsky.feed.post'
const repost = 'app.bsky.feed.repost'

function reply(root: Reference, parent: Reference): object {
  return { reply: { root, parent } }
}

async function readAll(
  provider: Provider,
  account: SourceAccount,
  { limit = 100, since = null }: { limit?: number; since?: number | null } = {},
): Promise<{ pages: ReadPage<ActivityDraft>[]; items: ActivityDraft[] }> {
  const pages: ReadPage<ActivityDraft>[] = []
  let cursor: string | null = null
  do {
    const page: ReadPage<ActivityDraft> | undefined = await provider.readers.activities?.({
      account,
      since,
      cursor,
      limit,
      signal: live,
    })
    if (!page) break
    pages.push(page)
    cursor = page.next
  } while (cursor !== null)
  return { pages, items: pages.flatMap(({ items }) => items) }
}

describe.skipIf(!addresses)('bluesky on the real servers', () => {
  const provider = bluesky({ appview: servers.appview })
  const { profile, lookup, comments } = provider.readers
  let ada: Account
  let ben: Account

  beforeAll(async () => {
    ada = await createAccount('ada')
    ben = await createAccount('ben')
    const record = { $type: 'app.bsky.actor.profile', displayName: 'Ada Example', description: 'Synthetic' }
    const body = { repo: ada.externalId, collection: 'app.bsky.actor.profile', rkey: 'self', record }
    await call('com.atproto.repo.putRecord', body, ada.token)
    await settle()
  })

  const look = async (account: SourceAccount, ...externalIds: string[]) => {
    const { results, calls } = await lookup({ account, externalIds, signal: live })
    const byId = new Map(
      results.map((result) => [result.state === 'present' ? result.item.externalId : result.externalId, result]),
    )
    return { states: externalIds.map((id) => byId.get(id)), calls }
  }

  it('reads a profile by handle, DID and address', async () => {
    for (const handle of [ada.handle, `@${ada.handle}`, ada.externalId, `https://bsky.app/profile/${ada.handle}`]) {
      const answer = await profile({ handle, signal: live })
      expect(answer.profile).toEqual({
        externalId: ada.externalId,
        handle: ada.handle,
        displayName: 'Ada Example',
        bio: 'Synthetic',
        avatarUrl: null,
        url: `https://bsky.app/profile/${ada.handle}`,
        followers: 0,
        following: 0,
      })
      expect(answer.calls).toBe(1)
    }
  })

  it('says that an unknown account is not there', async () => {
    const nobody = { externalId: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', handle: 'nobody.test' }
    await expect(profile({ handle: nobody.handle, signal: live })).rejects.toMatchObject({
      code: 'provider_not_found',
      details: { state: 'unknown' },
    })
    await expect(readAll(provider, nobody)).rejects.toMatchObject({ code: 'provider_not_found' })
  })

  it('backfills over several pages, newest first, each item once, and then only what is new', async () => {
    const account = await createAccount('pages')
    const written: string[] = []
    for (let index = 0; index < 23; index += 1) {
      written.push((await create(account, post, { text: `Lesson ${index}`, langs: ['en'] })).uri)
    }
    const old = await create(account, post, { text: 'Said to be old', createdAt: '2020-01-01T00:00:00.000Z' })
    const early = await create(account, post, { text: 'Said to be new', createdAt: '2099-01-01T00:00:00.000Z' })
    await settle()

    const { pages, items } = await readAll(provider, account, { limit: 5 })
    expect(pages.length).toBe(5)
    expect(items.map(({ externalId }) => externalId)).toEqual([early.uri, ...written.toReversed(), old.uri])
    expect(items.map(({ publishedAt }) => publishedAt)).toEqual(
      items.map(({ publishedAt }) => publishedAt).sort((a, b) => b - a),
    )
    expect(items.at(0)?.publishedAt).toBeLessThanOrEqual(Date.now())
    expect(items.at(-1)?.publishedAt).toBe(Date.parse('2020-01-01T00:00:00.000Z'))

    const since = items.at(0)?.publishedAt ?? 0
    const fresh = await create(account, post, { text: 'Fresh' })
    await settle()
    const increment = await readAll(provider, account, { limit: 5, since })
    expect(increment.pages.length).toBe(1)
    expect(increment.items[0]).toMatchObject({ externalId: fresh.uri, kind: 'post', text: 'Fresh' })
  })

  it('tells replies, quotes and reposts apart', async () => {
    const own = await create(ada, post, { text: 'Mine' })
    const other = await create(ben, post, { text: 'Yours' })
    const answer = await create(ada, post, { text: 'An answer', ...reply(other, other) })
    const embed = { $type: 'app.bsky.embed.record', record: other }
    const quote = await create(ada, post, { text: 'Look', embed })
    const shared = await create(ada, repost, { subject: other })
    await settle()
    const { items } = await readAll(provider, ada)
    const byId = new Map(items.map((item) => [item.externalId, item]))
    expect(byId.get(own.uri)).toMatchObject({ kind: 'post', audience: 'public', version: own.cid })
    expect(byId.get(answer.uri)).toMatchObject({ kind: 'comment', inReplyTo: other.uri })
    expect(byId.get(quote.uri)).toMatchObject({ kind: 'share', shareOf: other.uri, text: 'Look' })
    expect(byId.get(shared.uri)).toMatchObject({
      kind: 'share',
      shareOf: other.uri,
      text: null,
      version: shared.cid,
      author: { externalId: ada.externalId },
    })
    expect(byId.has(other.uri)).toBe(false)
  })

  it('follows an edit, counts and a deletion by look-up', async () => {
    const text = 'Café ☕ with #Rust'
    const index = { byteStart: 15, byteEnd: 20 }
    const facets = [{ index, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'Rust' }] }]
    const target = await create(ada, post, { text: 'First words' })
    const doomed = await create(ada, post, { text: 'Will go' })
    await create(ben, 'app.bsky.feed.like', { subject: target })
    await create(ben, repost, { subject: target })
    await create(ben, post, { text: 'Quoted', embed: { $type: 'app.bsky.embed.record', record: target } })
    await create(ben, post, { text: 'Answered', ...reply(target, target) })
    await settle()
    const before = await look(ada, target.uri, doomed.uri)
    expect(before.calls).toBe(1)
    expect(before.states[0]).toMatchObject({
      state: 'present',
      item: { version: target.cid, counts: { likes: 1, comments: 1, shares: 2, views: null } },
    })

    const record = { $type: post, text, facets, createdAt: new Date().toISOString() }
    const rkey = target.uri.split('/').at(-1)
    const edited = await call(
      'com.atproto.repo.putRecord',
      { repo: ada.externalId, collection: post, rkey, record },
      ada.token,
    )
    await remove(ada, doomed)
    await settle()
    const after = await look(ada, target.uri, doomed.uri)
    expect(after.calls).toBe(2)
    expect(after.states[0]).toMatchObject({
      state: 'present',
      item: { externalId: target.uri, version: edited['cid'], text, hashtags: ['Rust'], counts: { likes: 1 } },
    })
    expect(after.states[1]).toEqual({ state: 'gone', externalId: doomed.uri })
  })

  it('follows a repost: there, without its post, undone', async () => {
    const original = await create(ben, post, { text: 'Pass me on' })
    const kept = await create(ben, post, { text: 'Me too' })
    const shares = [await create(ada, repost, { subject: original }), await create(ada, repost, { subject: kept })]
    const ids = shares.map(({ uri }) => uri)
    await settle()
    const counts = { likes: null, comments: null, shares: null, views: null }
    expect((await look(ada, ...ids)).states).toEqual(
      ids.map((externalId) => ({ state: 'counted', externalId, counts })),
    )
    await remove(ben, original)
    if (shares[1]) await remove(ada, shares[1])
    await settle()
    expect((await look(ada, ...ids)).states).toEqual([
      { state: 'unreadable', externalId: ids[0], reason: 'subject_not_shown' },
      { state: 'gone', externalId: ids[1] },
    ])
  })

  it('hides, and does not bury, what belongs to an account that is deactivated', async () => {
    const account = await createAccount('leaver')
    const written = await create(account, post, { text: 'Back soon' })
    const shared = await create(account, repost, { subject: written })
    await settle()
    await call('com.atproto.server.deactivateAccount', {}, account.token)
    await settle()
    const closed = { code: 'provider_forbidden', retryable: false, details: { state: 'deactivated' } }
    await expect(profile({ handle: account.externalId, signal: live })).rejects.toMatchObject(closed)
    await expect(readAll(provider, account)).rejects.toMatchObject(closed)
    const reason = 'account_deactivated'
    expect((await look(account, written.uri, shared.uri)).states).toEqual([
      { state: 'unreadable', externalId: written.uri, reason },
      { state: 'unreadable', externalId: shared.uri, reason },
    ])
    await call('com.atproto.server.activateAccount', null, account.token)
    await settle()
    expect((await look(account, written.uri, shared.uri)).states).toMatchObject([
      { state: 'present' },
      { state: 'counted' },
    ])
    expect((await readAll(provider, account)).items.length).toBe(2)
  })

  it('tells a suspended account from one that was deleted', async () => {
    const account = await createAccount('suspect')
    const written = await create(account, post, { text: 'Judge me' })
    const operator = `Basic ${Buffer.from('admin:admin-pass').toString('base64')}`
    const administer = (method: string, body: object) =>
      fetch(`${servers.pds}/xrpc/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: operator },
        body: JSON.stringify(body),
      })
    const subject = { $type: 'com.atproto.admin.defs#repoRef', did: account.externalId }
    await administer('com.atproto.admin.updateSubjectStatus', { subject, takedown: { applied: true, ref: 'x' } })
    await settle()
    await expect(readAll(provider, account)).rejects.toMatchObject({
      code: 'provider_forbidden',
      details: { state: 'suspended' },
    })
    expect((await look(account, written.uri)).states).toMatchObject([{ reason: 'account_suspended' }])
    await administer('com.atproto.admin.deleteAccount', { did: account.externalId })
    await settle()
    await expect(readAll(provider, account)).rejects.toMatchObject({ code: 'provider_not_found' })
    expect((await look(account, written.uri)).states).toMatchObject([{ reason: 'account_unknown' }])
  })

  it('keeps the identity through a change of handle', async () => {
    const account = await createAccount('before')
    const written = await create(account, post, { text: 'Same me' })
    const handle = account.handle.replace('before', 'after')
    await call('com.atproto.identity.updateHandle', { handle }, account.token)
    await settle()
    const { items } = await readAll(provider, account)
    expect(items).toMatchObject([{ externalId: written.uri, author: { externalId: account.externalId, handle } }])
  })

  it('marks the posts of an author who hides from the public', async () => {
    const account = await createAccount('shy')
    const labels = { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: '!no-unauthenticated' }] }
    const record = { $type: 'app.bsky.actor.profile', labels }
    const body = { repo: account.externalId, collection: 'app.bsky.actor.profile', rkey: 'self', record }
    await call('com.atproto.repo.putRecord', body, account.token)
    const subject = await create(ada, post, { text: 'Say something' })
    const answer = await create(account, post, { text: 'Only here', ...reply(subject, subject) })
    await settle()
    expect((await readAll(provider, account)).items).toMatchObject([
      { externalId: answer.uri, audience: 'connections' },
    ])
    const page = await comments({
      account: ada,
      subjectExternalId: subject.uri,
      since: null,
      cursor: null,
      limit: 10,
      signal: live,
    })
    expect(page.items).toMatchObject([{ externalId: answer.uri, text: null, html: null }])
  })

  it('reads a thread deeper than one answer, in pages', async () => {
    const subject = await create(ada, post, { text: 'Root' })
    const written: Reference[] = []
    let parent = subject
    for (let depth = 0; depth < 20; depth += 1) {
      parent = await create(depth % 2 ? ada : ben, post, { text: `Level ${depth}`, ...reply(subject, parent) })
      written.push(parent)
    }
    const gone = await create(ben, post, { text: 'Deleted', ...reply(subject, subject) })
    await remove(ben, gone)
    await settle()
    const items = []
    let calls = 0
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof comments>> = await comments({
        account: ada,
        subjectExternalId: subject.uri,
        since: null,
        cursor,
        limit: 7,
        signal: live,
      })
      items.push(...page.items)
      calls += page.calls
      cursor = page.next
    } while (cursor !== null)
    expect(new Set(items.map(({ externalId }) => externalId))).toEqual(new Set(written.map(({ uri }) => uri)))
    expect(items.length).toBe(20)
    expect(calls).toBe(4)
    const byId = new Map(items.map((item) => [item.externalId, item]))
    expect(byId.get(written[0]?.uri ?? '')?.inReplyTo).toBe(null)
    expect(byId.get(written[19]?.uri ?? '')?.inReplyTo).toBe(written[18]?.uri)
  })

  it('is not stopped by a record of another that is nested without end', async () => {
    const account = await createAccount('victim')
    const deep = Array.from({ length: 500 }).reduce<unknown>((inner) => [inner], null)
    const trap = await create(ben, post, { text: 'Answer me', deep })
    const answer = await create(account, post, { text: 'An answer', ...reply(trap, trap) })
    await settle()
    expect((await readAll(provider, account)).items).toMatchObject([{ externalId: answer.uri, text: 'An answer' }])
    expect((await readAll(provider, ben)).items).toContainEqual(expect.objectContaining({ externalId: trap.uri }))
  })

  it('refuses 26 ids before it asks', async () => {
    const externalIds = Array.from({ length: 26 }, (_, index) => `at://${ada.externalId}/${post}/${index}`)
    await expect(lookup({ account: ada, externalIds, signal: live })).rejects.toMatchObject({ code: 'invalid_input' })
    const answer = await look(ada, ...externalIds.slice(0, 25))
    expect(new Set(answer.states.map((result) => result?.state))).toEqual(new Set(['gone']))
    expect(answer.calls).toBe(2)
  })
})
