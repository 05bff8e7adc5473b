import { createSocius, system } from '@socius/core'
import { memoryStore } from '@socius/storage-adapters/memory'
import { afterEach, describe, expect, it } from 'vitest'
import { mastodon } from './provider.js'
import {
  account,
  context,
  host,
  owner,
  publishedWorld,
  type Status,
  statuses,
  uriOf,
} from './published-world.fixture.js'

const consent = { purposes: ['sync' as const, 'display' as const], text: 'v1' }
const [edited, boost] = statuses
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const social of opened.splice(0)) await social.close()
})

/** A person with an account in the published world, where each status can be changed or deleted. */
async function setUp() {
  const changes = new Map<string, (status: Status) => object | null>()
  let world = publishedWorld()
  const show = (value: unknown): unknown[] =>
    Array.isArray(value)
      ? value.flatMap((status: Status) => (changes.get(status.uri) ?? ((same: Status) => same))(status) ?? [])
      : []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const answer = world(request)
    return new URL(request.url).pathname.endsWith('/statuses') ? Response.json(show(await answer.json())) : answer
  }
  const social = await createSocius({
    store: memoryStore(),
    providers: [mastodon({ fetch })],
    dispatch: 'manual',
    sync: { confirmDeletionAfter: 0 },
  })
  opened.push(social)
  const handle = '@trwnh@mastodon.social'
  const linked = await social.accounts.link(system, { personId: 'ada', platform: 'mastodon', handle, consent })
  return {
    social,
    linked,
    changes,
    close: (closed: 'suspended' | 'deleted') => {
      world = publishedWorld({ closed })
    },
    sync: async () => (await social.sync.run(system, { personId: 'ada', full: true })).accounts[0],
    refresh: async () => (await social.sync.refresh(system, { personId: 'ada' })).accounts[0],
    timeline: async () => (await social.feed.timeline(system, { personId: 'ada', limit: 100 })).items,
  }
}

describe('a sync', () => {
  it('keeps an account under the address by which other servers know it', async () => {
    const { linked } = await setUp()
    expect(linked).toMatchObject({ platform: 'mastodon', externalId: owner })
  })

  it('brings everything once, and nothing again', async () => {
    const { sync, timeline } = await setUp()
    expect(await sync()).toMatchObject({ outcome: 'completed', created: 5, quarantined: 0, error: null })
    expect(await sync()).toMatchObject({ outcome: 'completed', created: 0, updated: 0, unchanged: 5 })
    const items = (await timeline()).map(({ activity }) => [activity.kind, activity.text, activity.authorHandle])
    expect(items).toEqual([
      ['post', expect.stringContaining('edited multiple times'), 'trwnh@mastodon.social'],
      ['share', null, 'trwnh@mastodon.social'],
      ['poll', 'test', 'trwnh@mastodon.social'],
      ['post', 'test', 'trwnh@mastodon.social'],
      ['comment', '@ben second', 'trwnh@mastodon.social'],
    ])
  })

  it('follows an edit, and sanitises what it says', async () => {
    const { sync, timeline, changes } = await setUp()
    await sync()
    const content = '<p>Said <em>better</em></p><script>alert(1)</script>'
    changes.set(edited?.uri ?? '', (status) => ({ ...status, content, edited_at: '2026-01-01T00:00:00.000Z' }))
    expect(await sync()).toMatchObject({ created: 0, updated: 1 })
    const [item] = await timeline()
    expect(item?.activity).toMatchObject({
      text: 'Said better',
      html: '<p>Said <em>better</em></p>',
      editedAt: Date.parse('2026-01-01T00:00:00.000Z'),
    })
  })

  it('counts, and touches nothing else', async () => {
    const { sync, refresh, timeline, changes } = await setUp()
    await sync()
    changes.set(edited?.uri ?? '', (status) => ({ ...status, favourites_count: 7, quotes_count: 2 }))
    expect(await refresh()).toMatchObject({ outcome: 'completed', measured: 1, updated: 0, suspected: 0 })
    expect((await timeline())[0]?.counts).toMatchObject({ likes: 7, shares: 3, comments: 3 })
  })

  it('erases what was deleted, once two look-ups have missed it', async () => {
    const { sync, refresh, timeline, changes } = await setUp()
    await sync()
    for (const uri of [edited?.uri, boost?.uri]) changes.set(uri ?? '', () => null)
    expect(await refresh()).toMatchObject({ suspected: 2, deleted: 0 })
    expect(await refresh()).toMatchObject({ suspected: 0, deleted: 2 })
    expect((await timeline()).map(({ activity }) => activity.kind)).toEqual(['poll', 'post', 'comment'])
  })

  it('hides a suspended account without burying it', async () => {
    const { sync, refresh, close } = await setUp()
    await sync()
    close('suspended')
    expect(await refresh()).toMatchObject({ unreadable: 5, suspected: 0, deleted: 0 })
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'provider_forbidden' } })
  })

  it('brings the replies to a post, without the names of people who are not here', async () => {
    const { social, sync, timeline } = await setUp()
    await sync()
    const subject = (await timeline()).find(({ activity }) => activity.externalId === uriOf('103188971072973252'))
    const activityId = subject?.activity.id ?? ''
    const report = await social.sync.comments(system, { activityId })
    expect(report).toMatchObject({ accounts: [{ error: null }], created: context.descendants.length })
    const { items } = await social.comments.list(system, { subjectId: activityId })
    expect(items.map(({ text, authorHandle }) => [text, authorHandle]).sort()).toEqual([
      ['fifth', 'trwnh@mastodon.social'],
      ['fourth', null],
      ['third', null],
    ])
  })
})

describe('an incremental sync', () => {
  it('reads the first page only, and the account', async () => {
    const asked: string[] = []
    const world = publishedWorld()
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      asked.push(new URL(request.url).pathname)
      return world(request)
    }
    const social = await createSocius({ store: memoryStore(), providers: [mastodon({ fetch })], dispatch: 'manual' })
    opened.push(social)
    const handle = `${host}/@trwnh`
    await social.accounts.link(system, { personId: 'ada', platform: 'mastodon', handle, consent })
    await social.sync.run(system, { personId: 'ada' })
    asked.length = 0
    const report = (await social.sync.run(system, { personId: 'ada' })).accounts[0]
    expect(report).toMatchObject({ created: 0, updated: 0, pages: 1 })
    expect(asked).toEqual(['/api/v1/accounts/lookup', `/api/v1/accounts/${account.id}/statuses`, '/api/v1/statuses'])
  })
})
